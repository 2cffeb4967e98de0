-- Stores the response for an idempotency key. A response older than a day has expired and is replaced.
insert into idempotency_keys (user_id, key, fingerprint, status, headers, body)
values (caller_id(), :key, :fingerprint, :status, :headers, :body?)
on conflict on constraint idempotency_keys_unique do update
set fingerprint = excluded.fingerprint, status = excluded.status, headers = excluded.headers, body = excluded.body, created_at = now()
where idempotency_keys.created_at <= now() - interval '24 hours'
returning status
