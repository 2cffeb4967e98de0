with entry as (
  delete from trash
  where user_id = caller_id()
    and task_id = :id
  returning task_id
)
update tasks
set deleted_at = null,
    updated_at = now(),
    version = version + 1
from entry
where tasks.user_id = caller_id()
  and tasks.id = entry.task_id
returning {task}
