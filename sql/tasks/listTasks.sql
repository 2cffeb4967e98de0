-- A page of the caller's tasks after a given task, oldest first.
-- @as-of folded, lists, tasks
select {task}
from tasks
where user_id = caller_id()
  and id > :after
  and {live}
order by id
limit :limit
