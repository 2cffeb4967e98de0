-- Restores a batch of the subtasks of a task: those that were deleted with it, or with the task whose deletion included both.
-- @custom-plan
with entries as (
  delete from trash
  where user_id = caller_id()
    and task_id = any (:ids::bigint[])
    and with_task_id in (:id, :with_task_id?)
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
