-- A task and all its subtasks, at every level and including those in the trash.
below as (
  select :id::bigint as id
  union all
  select tasks.id
  from below
  join tasks on tasks.user_id = caller_id() and tasks.parent_id = below.id
)
