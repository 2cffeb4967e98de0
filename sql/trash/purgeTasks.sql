-- Deletes a batch of tasks in the trash. A task that is being restored at the same time is kept.
with chosen as (
  select task_id
  from trash
  where user_id = caller_id()
  limit :most
)
delete from tasks
using chosen
where tasks.user_id = caller_id()
  and tasks.id = chosen.task_id
  and tasks.deleted_at is not null
returning tasks.id
