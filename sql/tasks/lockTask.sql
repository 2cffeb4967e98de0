-- Locks a task and returns it with its position in the recurrence. Concurrent completions of a task take turns.
select {task}, recurs_from, recurs_at, recurs_number
from tasks
where user_id = caller_id()
  and id = :id
  and (:versions?::bigint[] is null or version = any (:versions?))
  and {live}
for update
