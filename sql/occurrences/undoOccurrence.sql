-- Deletes the last occurrence if it has the given number in the recurrence, and returns the schedule that the task had. The number
-- differs if the rule has changed since.
delete from occurrences
where user_id = caller_id()
  and task_id = :task_id
  and recurs_number = :number
  and id = (select max(last.id) from occurrences as last where last.user_id = caller_id() and last.task_id = :task_id)
returning due, recurs_from, recurs_at, recurs_number
