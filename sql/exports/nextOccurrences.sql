-- The last of the next page of occurrences, as they are now: an export reads those up to it, as they were.
select task_id, id
from (select task_id, id from occurrences where user_id = caller_id() and (task_id, id) > (:after_task, :after) order by task_id, id limit :limit) as next
order by task_id desc, id desc
limit 1
