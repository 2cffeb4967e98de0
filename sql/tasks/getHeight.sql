-- The number of levels from a task down, including the task, and subtasks in the trash, which may be restored.
with recursive below as (
  select :id::bigint as id, 1 as level
  union all
  select tasks.id, below.level + 1
  from below
  join tasks on tasks.user_id = caller_id() and tasks.parent_id = below.id
  where below.level < 100
)
select max(level) as "height!"
from below
