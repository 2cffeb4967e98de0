-- Locks a list, so that no other request deletes or restores it until the transaction ends.
select deleted_at is not null as "deleted!", tasks_remain as hides_tasks
from lists
where user_id = caller_id()
  and id = :id
for no key update
