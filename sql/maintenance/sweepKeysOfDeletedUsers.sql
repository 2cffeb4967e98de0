delete from idempotency_keys
where (tableoid, ctid) in (
  select tableoid, ctid
  from idempotency_keys
  where user_id = any (array(select id from users where deleted_at is not null))
  limit :most
  for update skip locked
)
returning status
