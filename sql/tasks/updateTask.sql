-- Changes what is given. Of what may be set to null, whether it was given is said apart.
update tasks
set title = coalesce(:title?, title),
    description = case when :has_description then :description? else description end,
    completed = coalesce(:completed?, completed),
    completed_at = case when coalesce(:completed, completed) then coalesce(completed_at, now()) end,
    priority = coalesce(:priority?, priority),
    due = case when :has_due then :due?::due else due end,
    due_at = case when :has_due then :due_at? else due_at end,
    updated_at = now(),
    version = version + 1
where user_id = caller_id()
  and id = :id
  and (:versions?::bigint[] is null or version = any (:versions?))
returning {task}
