-- Restores what is below a task and was deleted together with it, or together with what took it along.
with recursive below as (
  select :id::bigint as id
  union all
  select tasks.id
  from below
  join tasks on tasks.user_id = caller_id() and tasks.parent_id = below.id
  join trash on trash.user_id = caller_id() and trash.task_id = tasks.id
  where trash.with_task_id in (:id, :with_task_id?)
), entries as (
  delete from trash
  using below
  where trash.user_id = caller_id()
    and trash.task_id = below.id
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
