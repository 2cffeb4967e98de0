select {task}
from tasks
where user_id = caller_id()
  and id = :id
  and deleted_at is null
