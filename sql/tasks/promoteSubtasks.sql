-- Puts what is directly below a task below another one, or none, in the same order behind what is there.
with promoted as materialized (
  select id, next_rank() as rank
  from (select id from tasks where user_id = caller_id() and parent_id = :id order by rank) as ordered
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
