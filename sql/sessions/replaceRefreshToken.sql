-- Marks a token as replaced, stores its successor, and extends the session to thirty days from now, up to its maximum lifetime.
-- Its day of use is written here, as a session in use is refreshed every hour, and no other request writes the session.
with parent as (
  update refresh_tokens
  set replaced_at = now()
  where hash = :hash
  returning user_id, session_id
), session as (
  update sessions
  set expires_at = least(now() + interval '30 days', created_at + make_interval(days => :max_days)),
      last_used_on = (now() at time zone 'UTC')::date
  from parent
  where sessions.user_id = parent.user_id
    and sessions.id = parent.session_id
)
insert into refresh_tokens (hash, user_id, session_id)
select :successor, user_id, session_id from parent
returning session_id
