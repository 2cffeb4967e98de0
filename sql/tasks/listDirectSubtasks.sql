-- The direct subtasks of a task, in their order.
select id
from tasks
where user_id = caller_id()
  and parent_id = :id
order by rank
