-- The caller's past occurrences for an export.
-- @as-of folded, occurrences
select {occurrence}
from occurrences
where user_id = caller_id()
  and (task_id, id) > (:after_task, :after)
  and (task_id, id) <= (:until_task, :until)
order by task_id, id
