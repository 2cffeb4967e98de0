-- Marks a token replaced, stores its successor, and gives the session another thirty days.
with parent as (
  update refresh_tokens
  set replaced_at = now()
  where hash = :hash
  returning user_id, session_id
), session as (
  update sessions
  set expires_at = now() + interval '30 days'
  from parent
  where sessions.id = parent.session_id
)
insert into refresh_tokens (hash, user_id, session_id)
select :successor, user_id, session_id from parent
returning session_id
