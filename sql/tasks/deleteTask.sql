-- Moves a task to the trash, and returns its parent and the number of its subtasks.
with deleted as (
  update tasks
  set deleted_at = now(),
      updated_at = now(),
      version = version + 1
  where user_id = caller_id()
    and id = :id
    and {live}
    and (:versions?::bigint[] is null or version = any (:versions?))
  returning user_id, id, parent_id, subtask_count
), entry as (
  insert into trash (user_id, task_id)
  select user_id, id
  from deleted
)
select parent_id as "parent_id?", subtask_count as "subtask_count!"
from deleted
