-- A page of the caller's tasks behind a given one, oldest first.
select {task}
from tasks
where user_id = caller_id()
  and id > :after
  and deleted_at is null
order by id
limit :limit
