-- Of some callers, each with a session, a personal access token or neither ('' and 0), the places of those for whom it is not active any more,
-- or whose account is disabled or gone.
select known.place::int as "place!"
from unnest(:users::bigint[], :sessions::text[], :tokens::bigint[]) with ordinality as known (user_id, session_id, token_id, place)
where not exists (
    select from users
    where users.id = known.user_id and users.deleted_at is null and users.disabled_at is null
  )
  or known.session_id <> '' and not exists (
    select from sessions
    where sessions.user_id = known.user_id and sessions.id = nullif(known.session_id, '')::uuid and sessions.expires_at > now()
  )
  or known.token_id <> 0 and not exists (
    select from personal_tokens
    where personal_tokens.user_id = known.user_id and personal_tokens.id = known.token_id and personal_tokens.expires_at > now()
  )
