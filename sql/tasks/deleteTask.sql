-- Moves it to the trash.
with deleted as (
  update tasks
  set deleted_at = now(),
      updated_at = now(),
      version = version + 1
  where user_id = caller_id()
    and id = :id
    and deleted_at is null
    and (:versions?::bigint[] is null or version = any (:versions?))
  returning user_id, id
)
insert into trash (user_id, task_id)
select user_id, id
from deleted
returning task_id
