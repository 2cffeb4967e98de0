-- The caller's past occurrences for a snapshot.
select {occurrence}
from occurrences
where user_id = caller_id()
  and (task_id, id) > (:after_task, :after)
order by task_id, id
limit :limit
