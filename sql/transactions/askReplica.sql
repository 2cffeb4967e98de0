-- What a replica has: everything up to a time of the primary, in milliseconds, and the number of the caller's last change; 0 for none.
select
  installation as "installation!",
  extract(epoch from at)::double precision * 1000 as "at!",
  coalesce((select seq from feeds where user_id = caller_id()), 0) as "seq!"
from heartbeat
