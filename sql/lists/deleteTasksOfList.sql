-- Moves so many tasks of a list to the trash together with it.
with chosen as (
  select id
  from tasks
  where user_id = caller_id()
    and list_id = :list_id
    and deleted_at is null
  limit :most
), deleted as (
  update tasks
  set deleted_at = now(),
      updated_at = now(),
      version = version + 1
  from chosen
  where tasks.user_id = caller_id()
    and tasks.id = chosen.id
    and tasks.deleted_at is null
  returning tasks.user_id, tasks.id
)
insert into trash (user_id, task_id, list_version)
select user_id, id, :list_version
from deleted
order by id
returning task_id
