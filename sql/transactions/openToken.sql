-- Opens the transaction of a caller with a personal access token: as openSession, but the token has to be valid.
select (
  select users.disabled_at is null
  from personal_tokens
  join users on users.id = personal_tokens.user_id
  where personal_tokens.user_id = opened.user_id::bigint and personal_tokens.user_id = caller_id() and personal_tokens.id = :token_id and personal_tokens.expires_at > now()
) as "stands?"
from (
  {caller_settings}
) as opened
