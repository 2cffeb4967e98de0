-- Finds a list for new tasks, and locks it: it cannot be deleted until the transaction ends.
select id
from lists
where user_id = caller_id()
  and id = :id
  and deleted_at is null
for share
