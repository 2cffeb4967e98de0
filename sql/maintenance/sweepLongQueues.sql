-- Deletes a batch of the deliveries of endpoints that have had more than are kept.
delete from webhook_deliveries
where (user_id, webhook_id, id) in (
  select webhooks.user_id, webhooks.id, old.id
  from webhooks
  cross join lateral (
    select webhook_deliveries.id
    from webhook_deliveries
    where webhook_deliveries.user_id = webhooks.user_id
      and webhook_deliveries.webhook_id = webhooks.id
      and webhook_deliveries.state <> 'queued'
    order by webhook_deliveries.id desc
    offset 10000
    limit :most
  ) as old
  limit :most
)
returning id
