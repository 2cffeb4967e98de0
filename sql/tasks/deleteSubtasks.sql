-- Moves what is below a task to the trash together with it.
with recursive below as (
  select :id::bigint as id
  union all
  select tasks.id
  from below
  join tasks on tasks.user_id = caller_id() and tasks.parent_id = below.id
  where tasks.deleted_at is null
), deleted as (
  update tasks
  set deleted_at = now(),
      updated_at = now(),
      version = version + 1
  from below
  where tasks.user_id = caller_id()
    and tasks.id = below.id
    and tasks.deleted_at is null
  returning tasks.user_id, tasks.id
)
insert into trash (user_id, task_id, with_task_id)
select user_id, id, :id
from deleted
order by id
returning task_id
