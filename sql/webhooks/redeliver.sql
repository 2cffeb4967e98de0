-- Queues a delivery again: the same message, with the same id.
insert into webhook_deliveries (user_id, webhook_id, message_id, event, type, entity_id, seq, body)
select sent.user_id, sent.webhook_id, sent.message_id, sent.event, sent.type, sent.entity_id, sent.seq, sent.body
from webhook_deliveries as sent
join webhooks on webhooks.user_id = sent.user_id and webhooks.id = sent.webhook_id
where sent.user_id = caller_id()
  and sent.id = :id
returning {delivery}
