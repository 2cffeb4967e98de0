-- Moves the tasks of a list to the trash together with it.
with deleted as (
  update tasks
  set deleted_at = now(),
      updated_at = now(),
      version = version + 1
  where user_id = caller_id()
    and list_id = :list_id
    and deleted_at is null
  returning user_id, id
)
insert into trash (user_id, task_id, list_version)
select user_id, id, :list_version
from deleted
order by id
returning task_id
