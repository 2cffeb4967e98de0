-- Opens the transaction of a caller with a session of ours: row-level security for that user, the runtime role, and
-- whether the session still stands. The look-up depends on what set_config gave, so it cannot run before it.
select exists (
  select from sessions
  where sessions.user_id = opened.user_id::bigint and sessions.id = :session_id and sessions.expires_at > now()
) as "stands!"
from (
  select
    set_config('app.user_id', :user_id, true) as user_id,
    set_config('role', 'taskpact_runtime', true),
    set_config('transaction_read_only', :read_only, true)
) as opened
