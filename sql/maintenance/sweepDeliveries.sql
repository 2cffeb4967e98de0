-- Deletes a batch of the deliveries that are older than they are kept.
with old as materialized (
  select tableoid as part, ctid as place
  from webhook_deliveries
  where created_at < now() - interval '30 days'
  order by created_at
  limit :most
)
delete from webhook_deliveries
where ctid = any (array(select place from old))
  and (tableoid, ctid) in (select part, place from old)
returning id
