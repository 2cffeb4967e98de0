-- Moves a batch of the subtasks of a task to the trash. Each entry names the task with which it was deleted.
-- @custom-plan
with deleted as (
  update tasks
  set deleted_at = now(),
      updated_at = now(),
      version = version + 1
  where user_id = caller_id()
    and id = any (:ids::bigint[])
    and deleted_at is null
  returning user_id, id
)
insert into trash (user_id, task_id, with_task_id)
select user_id, id, :id::bigint
from deleted
order by id
returning task_id
