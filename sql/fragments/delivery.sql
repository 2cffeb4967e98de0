-- The columns of a delivery's representation.
webhook_deliveries.id, webhook_deliveries.webhook_id, webhook_deliveries.message_id, webhook_deliveries.event, webhook_deliveries.seq,
webhook_deliveries.state, webhook_deliveries.attempts, webhook_deliveries.body, webhook_deliveries.created_at,
case when webhook_deliveries.state = 'queued' then webhook_deliveries.next_at end as "next_attempt_at?"
