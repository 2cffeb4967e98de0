-- Writes the time for replicas, unless another process has just done so, and returns it in milliseconds. After a failover, the time that is
-- there can be one to come.
with written as (
  update heartbeat
  set at = clock_timestamp()
  where at not between clock_timestamp() - interval '100 milliseconds' and clock_timestamp()
)
select installation as "installation!", extract(epoch from clock_timestamp())::double precision * 1000 as "now!"
from heartbeat
