-- Completes or reopens what is below a task, but for what recurs.
with recursive {below}
update tasks
set completed = :completed,
    completed_at = case when :completed then now() end,
    updated_at = now(),
    version = version + 1
from below
where tasks.user_id = caller_id()
  and tasks.id = below.id
  and tasks.id <> :id
  and tasks.completed <> :completed
  and tasks.recurrence is null
  and tasks.deleted_at is null
returning tasks.parent_id as "parent_id!"
