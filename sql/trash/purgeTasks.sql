-- Where one is being restored, it is waited for and stays.
delete from tasks
using trash
where trash.user_id = caller_id()
  and tasks.user_id = trash.user_id
  and tasks.id = trash.task_id
  and tasks.deleted_at is not null
returning tasks.id
