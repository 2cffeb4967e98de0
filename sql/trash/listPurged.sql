-- A task in the trash, and the subtasks that were deleted with it.
select task_id as "id!"
from trash
where user_id = caller_id()
  and (task_id = :id or with_task_id = :id)
  and exists (select from trash as entry where entry.user_id = caller_id() and entry.task_id = :id)
union
select tasks.id
from tasks
join lists on lists.user_id = tasks.user_id and lists.id = tasks.list_id
where tasks.user_id = caller_id()
  and tasks.id = :id
  and {hidden}
order by 1
