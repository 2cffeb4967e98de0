-- Changes what is given. A colour may be set to null, so whether it was given is said apart.
update lists
set name = coalesce(:name?, name),
    colour = case when :has_colour then :colour? else colour end,
    updated_at = now(),
    version = version + 1
where user_id = caller_id()
  and id = :id
  and deleted_at is null
  and (:versions?::bigint[] is null or version = any (:versions?))
returning {list}
