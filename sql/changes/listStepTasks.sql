-- The tasks that a step changed.
select distinct entity_id as id
from changes
where user_id = caller_id()
  and seq = :seq
  and (type = 'task' or type is null)
order by entity_id
