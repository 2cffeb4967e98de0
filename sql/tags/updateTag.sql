-- Updates the given fields; the key follows from the name, by a trigger. :has_color says whether a color was given, because null is
-- a valid color.
update tags
set name = coalesce(:name?, name),
    color = case when :has_color then :color? else color end,
    updated_at = now(),
    version = version + 1
where user_id = caller_id()
  and id = :id
  and (:versions?::bigint[] is null or version = any (:versions?))
returning {tag}
