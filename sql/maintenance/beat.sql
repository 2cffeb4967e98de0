-- Writes the time for replicas, unless another process has just done so, and returns it in milliseconds.
with written as (
  update heartbeat
  set at = clock_timestamp()
  where at < clock_timestamp() - interval '100 milliseconds'
)
select installation as "installation!", extract(epoch from clock_timestamp())::double precision * 1000 as "now!"
from heartbeat
