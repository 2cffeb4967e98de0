-- Restores the tasks that were deleted together with a list, when that got the given version.
with entries as (
  delete from trash
  using tasks
  where trash.user_id = caller_id()
    and trash.list_version = :list_version
    and tasks.user_id = trash.user_id
    and tasks.id = trash.task_id
    and tasks.list_id = :list_id
  returning trash.task_id
)
update tasks
set deleted_at = null,
    updated_at = now(),
    version = version + 1
from entries
where tasks.user_id = caller_id()
  and tasks.id = entries.task_id
returning tasks.id
