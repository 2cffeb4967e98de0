-- A bounded batch; what another process is sweeping is left to it.
delete from idempotency_keys
where ctid in (
  select ctid from idempotency_keys where created_at < now() - interval '24 hours' limit 1000 for update skip locked
)
returning status
