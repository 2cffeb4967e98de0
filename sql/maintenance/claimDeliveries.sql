-- Takes deliveries that are due, of the endpoints of some users, or of all. Those that have waited longest come first: of each at most
-- :each at a time, or one if it fails, and of each thing only the oldest. They are left to this process for a minute.
-- Those of a disabled user wait.
with endpoint as (
  update webhooks
  set claimed_at = now()
  where (user_id, id) in (
    select webhooks.user_id, webhooks.id
    from webhooks
    -- Of each endpoint one row of the index is looked at, however long its queue is.
    cross join lateral (
      select from webhook_deliveries as due
      where due.user_id = webhooks.user_id and due.webhook_id = webhooks.id and due.state = 'queued' and due.next_at <= now()
      limit 1
    ) as due
    where webhooks.enabled
      and not exists (select from users where users.id = webhooks.user_id and users.disabled_at is not null)
      and (:users?::bigint[] is null or webhooks.user_id = any (:users?::bigint[]))
      and coalesce(webhooks.paused_until <= now(), true)
    order by webhooks.claimed_at nulls first
    limit :most
    for update of webhooks skip locked
  )
  returning user_id, id, url, secret, failing_since, case when previous_secret_until > now() then previous_secret end as previous_secret
), chosen as materialized (
  select endpoint.*, due.id as delivery_id
  from endpoint
  cross join lateral (
    select waiting.id
    from (
      select id, next_at, row_number() over (partition by type, entity_id, case when type is null then id end order by id) as turn
      from webhook_deliveries
      where user_id = endpoint.user_id and webhook_id = endpoint.id and state = 'queued'
      order by id
      limit 2000
    ) as waiting
    where waiting.turn = 1
      and waiting.next_at <= now()
    order by waiting.next_at, waiting.id
    limit greatest(0, case when endpoint.failing_since is null then :each else 1 end - (
      select count(*)
      from webhook_deliveries as sent
      where sent.user_id = endpoint.user_id and sent.webhook_id = endpoint.id and sent.state = 'queued' and sent.leased_until > now()
    ))
  ) as due
)
update webhook_deliveries
set next_at = now() + interval '1 minute',
    leased_until = now() + interval '1 minute'
from chosen
where webhook_deliveries.user_id = chosen.user_id
  and webhook_deliveries.webhook_id = chosen.id
  and webhook_deliveries.id = chosen.delivery_id
returning webhook_deliveries.id, webhook_deliveries.user_id, webhook_deliveries.webhook_id, webhook_deliveries.message_id,
  webhook_deliveries.seq, webhook_deliveries.body, jsonb_array_length(webhook_deliveries.attempts) as "tries!", chosen.url, chosen.secret,
  chosen.previous_secret as "previous_secret?"
