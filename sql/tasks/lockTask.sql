-- The task with where its recurrence stands, so that of several who complete it one comes after the other.
select {task}, recurs_from, recurs_at, recurs_number
from tasks
where user_id = caller_id()
  and id = :id
  and (:versions?::bigint[] is null or version = any (:versions?))
  and deleted_at is null
for update
