-- Locks tasks in the order of their ids: one order everywhere prevents deadlocks.
-- @custom-plan
select id
from tasks
where user_id = caller_id()
  and id = any (:ids::bigint[])
order by id
for no key update
