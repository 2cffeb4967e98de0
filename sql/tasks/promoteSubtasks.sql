-- Moves direct subtasks of a task to another parent, or to the top level. They keep their order and follow the tasks there.
with promoted as materialized (
  select id, next_rank() as rank
  from (select id from tasks where user_id = caller_id() and parent_id = :id and id = any (:ids::bigint[]) order by rank) as ordered
)
update tasks
set parent_id = :parent_id?,
    rank = promoted.rank,
    updated_at = now(),
    version = version + 1
from promoted
where tasks.user_id = caller_id()
  and tasks.id = promoted.id
returning tasks.id
