-- What the caller's tasks are due at that depends on the time zone.
select distinct due as "due!"
from tasks
where user_id = caller_id()
  and due ->> 'time_zone' is null
  and due is not null
