-- Whose a personal access token is, and whether they have a password here rather than an account at a front end.
select id,
       user_id,
       scopes,
       last_used_on is not distinct from (now() at time zone 'UTC')::date as "used_today!",
       exists (select from passwords where passwords.user_id = personal_tokens.user_id) as "has_password!"
from personal_tokens
where hash = :hash
  and expires_at > now()
