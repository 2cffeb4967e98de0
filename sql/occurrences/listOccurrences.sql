-- A page of a task's past occurrences within a range of dates, after a given occurrence, oldest first.
select {occurrence}
from occurrences
where user_id = caller_id()
  and task_id = :task_id
  and id > :after
  and left(coalesce(due ->> 'date', due ->> 'date_time'), 10) between :from and :to
order by id
limit :limit
