-- With what was deleted together with it.
delete from tasks
using trash
where trash.user_id = caller_id()
  and trash.task_id = :id
  and tasks.user_id = trash.user_id
  and tasks.deleted_at is not null
  and tasks.id in (select :id::bigint union all select task_id from trash where user_id = caller_id() and with_task_id = :id)
returning tasks.id
