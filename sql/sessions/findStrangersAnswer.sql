-- The response to an earlier request with a key of nobody who is signed in; findIdempotentAnswer has those of callers.
-- The lock is a write: so the commit waits for the standby that the earlier one needed, as those of callers do by finish_changes.
select fingerprint, status, headers, body
from idempotency_keys
where user_id is null
  and key = :key
  and created_at > now() - interval '24 hours'
for no key update
