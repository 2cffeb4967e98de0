-- Restores the ancestors of a task.
with recursive above as (
  select tasks.parent_id as id
  from tasks
  where tasks.user_id = caller_id()
    and tasks.id = :id
  union all
  select tasks.parent_id
  from above
  join tasks on tasks.user_id = caller_id() and tasks.id = above.id
), entries as (
  delete from trash
  using above
  where trash.user_id = caller_id()
    and trash.task_id = above.id
  returning trash.task_id
)
update tasks
set deleted_at = null,
    updated_at = now(),
    version = version + 1
from entries
where tasks.user_id = caller_id()
  and tasks.id = entries.task_id
returning tasks.id, tasks.parent_id
