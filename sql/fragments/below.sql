-- A task and all that is below it, what is in the trash too.
below as (
  select :id::bigint as id
  union all
  select tasks.id
  from below
  join tasks on tasks.user_id = caller_id() and tasks.parent_id = below.id
)
