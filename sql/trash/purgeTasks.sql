-- So many of what is in the trash. Where one is being restored, it is waited for and stays.
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
