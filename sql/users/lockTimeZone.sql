-- Whoever changes it waits until what is worked out by it has been kept, and works that out anew.
select time_zone
from users
where id = caller_id()
for share
