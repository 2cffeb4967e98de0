-- The caller's password, and whether their session started a moment ago. Of two changes, the second waits for the first; so does a
-- log-in before it starts its session.
select passwords.hash, users.email, users.name, sessions.created_at > now() - interval '10 minutes' as "fresh!"
from passwords
join users on users.id = passwords.user_id
join sessions on sessions.user_id = passwords.user_id and sessions.id = :session_id
where passwords.user_id = caller_id()
for no key update of passwords
