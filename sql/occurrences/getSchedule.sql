-- Where the recurrence of a task stands, and the time zone by which its days begin.
select tasks.due, tasks.completed, tasks.recurrence, tasks.recurs_from, tasks.recurs_at, tasks.recurs_number, users.time_zone
from tasks
join users on users.id = tasks.user_id
where tasks.user_id = caller_id()
  and tasks.id = :id
  and tasks.deleted_at is null
