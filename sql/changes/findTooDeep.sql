-- The tasks that a step moved to another parent, and that would have too many levels above and below, or be below themselves.
-- @custom-plan
with recursive moved as materialized (
  select id from before_step(:seq, 'task', :ids::bigint[]) where columns ? 'parent_id'
), above as (
  select id, id as at, 1 as level from moved
  union all
  select above.id, tasks.parent_id, above.level + 1
  from above
  join tasks on tasks.user_id = caller_id() and tasks.id = above.at
  where tasks.parent_id is not null and above.level <= :most_levels
), below as (
  select id, id as at, 1 as level from moved
  union all
  select below.id, tasks.id, below.level + 1
  from below
  join tasks on tasks.user_id = caller_id() and tasks.parent_id = below.at
  where below.level <= :most_levels
)
select id as "id!"
from moved
where (select max(level) from above where above.id = moved.id) + (select max(level) from below where below.id = moved.id) - 1 > :most_levels
limit 100
