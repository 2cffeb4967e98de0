-- The list that a task is in the trash with.
select lists.id
from tasks
join lists on lists.user_id = tasks.user_id and lists.id = tasks.list_id
where tasks.user_id = caller_id()
  and tasks.id = :id
  and {hidden}
