-- Has the subtasks in the trash of a batch of tasks follow them to their lists, as with every move: they may be restored.
-- @custom-plan
with recursive below as (
  select child.id, parent.list_id
  from tasks as parent
  join tasks as child on child.user_id = caller_id() and child.parent_id = parent.id
  where parent.user_id = caller_id()
    and parent.id = any (:ids::bigint[])
    and child.deleted_at is not null
    and child.list_id is distinct from parent.list_id
  union all
  select tasks.id, below.list_id
  from below
  join tasks on tasks.user_id = caller_id() and tasks.parent_id = below.id
  where tasks.deleted_at is not null and tasks.list_id is distinct from below.list_id
)
update tasks
set list_id = below.list_id, updated_at = now(), version = version + 1
from below
where tasks.user_id = caller_id()
  and tasks.id = below.id
returning tasks.id
