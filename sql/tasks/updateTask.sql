-- Changes what is given. A description may be set to null, so whether it was given is said apart.
update tasks
set title = coalesce(:title?, title),
    description = case when :has_description then :description? else description end,
    completed = coalesce(:completed?, completed),
    updated_at = now(),
    version = version + 1
where user_id = caller_id()
  and id = :id
  and (:versions?::bigint[] is null or version = any (:versions?))
returning id, user_id, title, description, completed, created_at, updated_at, version
