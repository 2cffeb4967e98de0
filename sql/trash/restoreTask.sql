-- Restores a task, and returns the task with which it was deleted.
with entry as (
  delete from trash
  where user_id = caller_id()
    and task_id = :id
  returning task_id, with_task_id
)
update tasks
set deleted_at = null,
    updated_at = now(),
    version = version + 1
from entry
where tasks.user_id = caller_id()
  and tasks.id = entry.task_id
returning {task}, entry.with_task_id as "with_task_id?"
