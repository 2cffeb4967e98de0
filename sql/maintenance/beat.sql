-- Writes the time for replicas, unless another process has just done so, and returns it in milliseconds. After a failover, the time that is
-- there can be one to come.
select
  heartbeat.installation as "installation!",
  clock.now::double precision as "now!",
  case
    when heartbeat_at.last_value not between clock.now - 100 and clock.now then setval('heartbeat_at', clock.now)
  end as "written?"
from heartbeat
cross join heartbeat_at
cross join (select floor(extract(epoch from clock_timestamp()) * 1000)::bigint as now) as clock
