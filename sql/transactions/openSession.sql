-- Opens the transaction of a caller with a session: row-level security for the user, the role, and whether the session is active: null
-- without one, false if the user is disabled. The subquery reads the result of set_config, so that it cannot run before set_config.
select (
  select users.disabled_at is null
  from sessions
  join users on users.id = sessions.user_id
  where sessions.user_id = opened.user_id::bigint and sessions.user_id = caller_id() and sessions.id = :session_id and sessions.expires_at > now()
) as "stands?"
from (
  {caller_settings}
) as opened
