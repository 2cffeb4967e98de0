-- Deletes a batch of expired keys, and skips those that another process is deleting.
delete from idempotency_keys
where (tableoid, ctid) in (
  select tableoid, ctid from idempotency_keys where created_at < now() - interval '24 hours' limit :most for update skip locked
)
returning status
