-- Until the transaction ends, nobody else deletes or restores it.
select deleted_at is not null as "deleted!"
from lists
where user_id = caller_id()
  and id = :id
for no key update
