-- Starts a session of thirty days, or of the maximum lifetime if that is shorter, with its first refresh token. No row means that the
-- password was changed after it was compared: a change waits for a log-in that has come this far, and then ends its session. The
-- advisory lock serializes the sign-ins of an account until the transaction ends.
with password as (
  select user_id
  from passwords
  where user_id = :user_id
    and hash = :password_hash
  for share
), session as (
  insert into sessions (user_id, client, expires_at)
  select user_id, :client?, now() + least(interval '30 days', make_interval(days => :max_days))
  from password
  returning id, user_id
), token as (
  insert into refresh_tokens (hash, user_id, session_id)
  select :hash, user_id, id from session
)
select id, pg_advisory_xact_lock(hashtextextended('sessions of ' || user_id, 0)) is not null as "alone!"
from session
