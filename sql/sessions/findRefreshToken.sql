-- Finds a refresh token and locks it, so that parallel refreshes take turns. The session is locked before the token, as it is when a
-- session ends: the opposite order could deadlock. A session ends :max_days after its start, however often it is refreshed.
select refresh_tokens.session_id,
       refresh_tokens.replaced_at is not null as "replaced!",
       coalesce(refresh_tokens.replaced_at > now() - interval '10 seconds', false) as "just_replaced!",
       users.disabled_at is not null as "disabled!",
       {user}
from refresh_tokens
join sessions on sessions.user_id = refresh_tokens.user_id and sessions.id = refresh_tokens.session_id
  and sessions.expires_at > now() and sessions.created_at > now() - make_interval(days => :max_days)
join users on users.id = refresh_tokens.user_id
where refresh_tokens.hash = :hash
for update of sessions, refresh_tokens
