select {delivery}
from webhook_deliveries
join webhooks on webhooks.user_id = webhook_deliveries.user_id and webhooks.id = webhook_deliveries.webhook_id
where webhook_deliveries.user_id = caller_id()
  and webhook_deliveries.id = :id
