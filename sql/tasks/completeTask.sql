-- Sets the state, or toggles it if none is given. Returns no row for a recurring task, whose occurrence is completed instead.
update tasks
set completed = coalesce(:completed?, not completed),
    completed_at = case when coalesce(:completed, not completed) then coalesce(completed_at, now()) end,
    updated_at = now(),
    version = version + 1
where user_id = caller_id()
  and id = :id
  and recurrence is null
  and {live}
  and (:versions?::bigint[] is null or version = any (:versions?))
returning {task}
