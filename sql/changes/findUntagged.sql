-- The tasks of a batch that have a tag which is not there, or not by that name.
-- @custom-plan
select id
from tasks
where user_id = caller_id()
  and id = any (:ids::bigint[])
  and exists (
    select from unnest(tags) as held (name)
    where held.name not in (select tags.name from tags where tags.user_id = caller_id())
  )
limit 100
