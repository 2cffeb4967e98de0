-- Deletes a batch of the deliveries that are older than they are kept.
delete from webhook_deliveries
where ctid = any (array(
  select ctid
  from webhook_deliveries
  where created_at < now() - interval '30 days'
  order by created_at
  limit :most
))
returning id
