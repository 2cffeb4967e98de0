delete from webhook_deliveries
where ctid = any (array(
  select ctid
  from webhook_deliveries
  where user_id = any (array(select id from users where deleted_at is not null))
  limit :most
))
returning id
