-- What a replica has: everything up to a time of the primary, in milliseconds, and the number of the caller's last change; 0 for none. It comes
-- before the session is checked, as each statement sees what the replica has by then: whatever follows sees at least as much. It sets the caller
-- itself, for row-level security.
with opened as (
  select set_config('app.user_id', coalesce(caller_id()::text, ''), true) as user_id
)
select
  heartbeat.installation as "installation!",
  heartbeat_at.last_value::double precision as "at!",
  coalesce((select seq from feeds where feeds.user_id = nullif(opened.user_id, '')::bigint and feeds.user_id = caller_id()), 0) as "seq!"
from opened
cross join heartbeat
cross join heartbeat_at
