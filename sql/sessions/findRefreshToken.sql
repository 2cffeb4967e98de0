-- Locks the token, so that parallel refreshes of one token take turns. Its successor is looked up once the lock is held.
-- The session is locked first, as it is by whoever ends it: in the other order, the two would wait for each other.
select refresh_tokens.session_id,
       refresh_tokens.replaced_at is not null as "replaced!",
       coalesce(refresh_tokens.replaced_at > now() - interval '10 seconds', false) as "just_replaced!",
       {user}
from refresh_tokens
join sessions on sessions.id = refresh_tokens.session_id and sessions.expires_at > now()
join users on users.id = refresh_tokens.user_id
where refresh_tokens.hash = :hash
for update of sessions, refresh_tokens
