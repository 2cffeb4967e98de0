-- Recounts the direct subtasks of tasks that are locked. The counts are part of the representation, so the version increments.
-- @custom-plan
update tasks
set subtask_count = counted.subtasks,
    open_subtask_count = counted.open_subtasks,
    updated_at = now(),
    version = version + 1
from (
  select parent.id, count(child.id) as subtasks, count(child.id) filter (where not child.completed) as open_subtasks
  from unnest(:ids::bigint[]) as parent (id)
  left join tasks as child on child.user_id = caller_id() and child.parent_id = parent.id and child.deleted_at is null
  group by parent.id
) as counted
where tasks.user_id = caller_id()
  and tasks.id = counted.id
  and (tasks.subtask_count, tasks.open_subtask_count) <> (counted.subtasks, counted.open_subtasks)
returning tasks.id as "id!"
