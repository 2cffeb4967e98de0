-- @as-of folded, lists, tasks
select {task}
from tasks
where user_id = caller_id()
  and id = :id
  and {live}
