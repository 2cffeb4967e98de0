-- Waits for lists that are being deleted, so that no list is emptied in part.
select id
from lists
where user_id = caller_id()
order by id
for no key update
