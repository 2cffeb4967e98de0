-- A session of thirty days and its first refresh token.
with session as (
  insert into sessions (user_id, expires_at)
  values (:user_id, now() + interval '30 days')
  returning id, user_id
), token as (
  insert into refresh_tokens (hash, user_id, session_id)
  select :hash, user_id, id from session
)
select id from session
