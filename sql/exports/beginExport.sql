-- The beginning of an export: the last number of the caller's changes, and the last delivery.
select seq, at, now() as "made_at!",
  coalesce((select max(webhook_deliveries.id) from webhook_deliveries where webhook_deliveries.user_id = caller_id()), 0) as "last_delivery!"
from feeds
where user_id = caller_id()
