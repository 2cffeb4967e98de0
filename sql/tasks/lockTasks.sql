-- In this order by whoever locks several.
-- @anew
select id
from tasks
where user_id = caller_id()
  and id = any (:ids::bigint[])
order by id
for no key update
