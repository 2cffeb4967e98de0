with old as materialized (
  select tableoid as part, ctid as place
  from webhook_deliveries
  where user_id = any (array(select id from users where deleted_at is not null))
  limit :most
)
delete from webhook_deliveries
where ctid = any (array(select place from old))
  and (tableoid, ctid) in (select part, place from old)
returning id
