-- Sets the state, or changes to the other one where none is given.
update tasks
set completed = coalesce(:completed?, not completed),
    updated_at = now(),
    version = version + 1
where user_id = caller_id()
  and id = :id
  and (:versions?::bigint[] is null or version = any (:versions?))
returning id, user_id, title, description, completed, created_at, updated_at, version
