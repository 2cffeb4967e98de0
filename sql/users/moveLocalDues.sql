-- A task's version stays: what is answered of it does too.
update tasks
set due_at = moved.due_at
from jsonb_to_recordset(:moved) as moved (due jsonb, due_at timestamptz)
where tasks.user_id = caller_id()
  and tasks.due = moved.due
returning tasks.id
