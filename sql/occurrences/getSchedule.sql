-- The position of a task in its recurrence, and the time zone that defines the user's days.
select tasks.due, tasks.completed, tasks.recurrence, tasks.recurs_from, tasks.recurs_at, tasks.recurs_number, users.time_zone
from tasks
join users on users.id = tasks.user_id
where tasks.user_id = caller_id()
  and tasks.id = :id
  and {live}
