-- What is over of a task that recurs, as it stands.
insert into occurrences (user_id, task_id, due, outcome, recurs_from, recurs_at, recurs_number)
select user_id, id, due, :outcome, recurs_from, recurs_at, recurs_number
from tasks
where user_id = caller_id()
  and id = :task_id
returning {occurrence}
