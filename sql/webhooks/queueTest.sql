-- Queues a test for one of the caller's webhooks.
insert into webhook_deliveries (user_id, webhook_id, event, body)
select user_id, id, 'webhook.test', jsonb_build_object('type', 'webhook.test', 'timestamp', instant(now()), 'data', jsonb_build_object('webhook_id', id))::text
from webhooks
where user_id = caller_id()
  and id = :id
returning {delivery}
