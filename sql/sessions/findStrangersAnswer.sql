-- The response to an earlier request with a key of nobody who is signed in; findIdempotentAnswer has those of callers.
select fingerprint, status, headers, body
from idempotency_keys
where user_id is null
  and key = :key
  and created_at > now() - interval '24 hours'
