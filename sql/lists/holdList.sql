-- A list that tasks can be put into; nobody deletes it until the transaction ends.
select id
from lists
where user_id = caller_id()
  and id = :id
  and deleted_at is null
for share
