-- Restores a batch of the tasks that were deleted with a list.
-- @custom-plan
with entries as (
  delete from trash
  where user_id = caller_id()
    and task_id = any (:ids::bigint[])
  returning task_id
)
update tasks
set deleted_at = null,
    updated_at = now(),
    version = version + 1
from entries
where tasks.user_id = caller_id()
  and tasks.id = entries.task_id
returning tasks.id
