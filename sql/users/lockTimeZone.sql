-- Returns the time zone. A change of the zone waits until the values computed from it are saved, and then recomputes them.
select time_zone
from users
where id = caller_id()
for share
