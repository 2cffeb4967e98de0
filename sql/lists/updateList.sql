-- Updates the given fields. :has_color says whether a color was given, because null is a valid color.
update lists
set name = coalesce(:name?, name),
    color = case when :has_color then :color? else color end,
    updated_at = now(),
    version = version + 1
where user_id = caller_id()
  and id = :id
  and deleted_at is null
  and (:versions?::bigint[] is null or version = any (:versions?))
returning {list}
