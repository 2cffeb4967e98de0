-- A page of what is over of a task, behind a given one, oldest first; of the days between two alone.
select {occurrence}
from occurrences
where user_id = caller_id()
  and task_id = :task_id
  and id > :after
  and left(coalesce(due ->> 'date', due ->> 'date_time'), 10) between :from and :to
order by id
limit :limit
