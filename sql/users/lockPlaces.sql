-- Of several who change which task or list is where, one comes after the other.
select id
from users
where id = caller_id()
for no key update
