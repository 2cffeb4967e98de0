-- Gives a batch of tasks that are in the trash with their list an entry of their own, so that the list can leave the trash without them.
-- @custom-plan
with moved as (
  update tasks
  set deleted_at = lists.deleted_at,
      updated_at = now(),
      version = tasks.version + 1
  from lists
  where tasks.user_id = caller_id()
    and tasks.id = any (:ids::bigint[])
    and lists.user_id = tasks.user_id
    and lists.id = tasks.list_id
  returning tasks.user_id, tasks.id, lists.deleted_at, lists.version
)
insert into trash (user_id, task_id, deleted_at, list_version)
select user_id, id, deleted_at, version
from moved
order by id
returning task_id
