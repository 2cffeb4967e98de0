-- The deliveries to the caller's webhooks for an export.
select {delivery}
from webhook_deliveries
where user_id = caller_id()
  and (webhook_id, id) > (:after_webhook, :after)
  and id <= :until
order by webhook_id, id
limit :limit
