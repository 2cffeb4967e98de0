-- For how many seconds the oldest mail has waited, and how late the latest of the deliveries is that are due; 0 if none waits. Of each
-- endpoint one row of the index is looked at, and of the endpoints those that have waited longest for their turn.
select
  coalesce((select greatest(0, extract(epoch from now() - min(created_at))) from mails where user_id is not null), 0)::float8 as "mails!",
  coalesce(max(extract(epoch from now() - due.next_at)), 0)::float8 as "webhooks!"
from (
  select user_id, id
  from webhooks
  where enabled
    and coalesce(paused_until <= now(), true)
    and not exists (select from users where users.id = webhooks.user_id and users.disabled_at is not null)
  order by claimed_at nulls first
  limit 1000
) as endpoint
cross join lateral (
  select next_at
  from webhook_deliveries
  where user_id = endpoint.user_id and webhook_id = endpoint.id and state = 'queued' and next_at <= now()
  order by next_at
  limit 1
) as due
