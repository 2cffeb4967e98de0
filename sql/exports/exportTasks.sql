-- The caller's tasks for an export, those in the trash included: on their own, or with their list.
-- @as-of folded, lists, tasks
with hidden as materialized (
  select coalesce(jsonb_object_agg(id, deleted_at), '{}') as lists from lists where user_id = caller_id() and tasks_remain
)
select {task}, tasks.rank::text as "position!", tasks.recurs_from as "recurs_from?", tasks.recurs_at as "recurs_at?",
  tasks.recurs_number as "recurs_number?",
  coalesce(tasks.deleted_at, (hidden.lists ->> tasks.list_id::text)::timestamptz) as "deleted_at?"
from tasks
cross join hidden
where tasks.user_id = caller_id()
  and (tasks.deleted_at is null and hidden.lists ->> tasks.list_id::text is distinct from '-infinity' or tasks.deleted_at is not null and {in_trash})
  and tasks.id > :after
  and tasks.id <= :until
order by tasks.id
