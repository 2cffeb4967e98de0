select fingerprint, status, headers, body
from idempotency_keys
where user_id = caller_id()
  and key = :key
  and created_at > now() - interval '24 hours'
