-- Sets a recurring task's state, due date and position in its recurrence.
update tasks
set completed = :completed,
    completed_at = case when :completed then now() end,
    due = :due,
    due_at = :due_at,
    recurs_from = :recurs_from,
    recurs_at = :recurs_at,
    recurs_number = :recurs_number,
    updated_at = now(),
    version = version + 1
where user_id = caller_id()
  and id = :id
returning {task}
