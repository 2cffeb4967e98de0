-- Moves the tasks of a deleted list to the trash, unless they are hidden. Each entry names the version of the list, so that restoring
-- finds it.
with deleted as (
  update tasks
  set deleted_at = now(),
      updated_at = now(),
      version = version + 1
  where user_id = caller_id()
    and list_id = :list_id
    and deleted_at is null
    and not exists (select from lists where lists.user_id = caller_id() and lists.id = :list_id and lists.tasks_remain)
  returning user_id, id
)
insert into trash (user_id, task_id, list_version)
select user_id, id, :list_version
from deleted
order by id
returning task_id
