-- Removes the last occurrence, if it is of the rule that the task goes by, and gives where the task stood.
delete from occurrences
where user_id = caller_id()
  and task_id = :task_id
  and recurs_number = :number
  and id = (select max(last.id) from occurrences as last where last.user_id = caller_id() and last.task_id = :task_id)
returning due, recurs_from, recurs_at, recurs_number
