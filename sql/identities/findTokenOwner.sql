-- Whose a personal access token is, by its id.
select user_id, name
from personal_tokens
where id = :id
  and expires_at > now()
