-- The number of levels from the top level down to a task, including the task, and whether another task is one of them.
with recursive above as (
  select tasks.id, tasks.parent_id, 1 as level
  from tasks
  where tasks.user_id = caller_id()
    and tasks.id = :id
  union all
  select tasks.id, tasks.parent_id, above.level + 1
  from above
  join tasks on tasks.user_id = caller_id() and tasks.id = above.parent_id
  where above.level < 100
)
select coalesce(max(level), 0) as "depth!", coalesce(bool_or(id = :task_id?), false) as "includes!"
from above
