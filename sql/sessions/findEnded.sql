-- Of some callers, each with a session or a personal access token and '' or 0 for the other, the places of those for whom it is not active any more.
select known.place::int as "place!"
from unnest(:users::bigint[], :sessions::text[], :tokens::bigint[]) with ordinality as known (user_id, session_id, token_id, place)
where not exists (
    select from sessions
    where sessions.user_id = known.user_id and sessions.id = nullif(known.session_id, '')::uuid and sessions.expires_at > now()
  )
  and not exists (
    select from personal_tokens
    where personal_tokens.user_id = known.user_id and personal_tokens.id = known.token_id and personal_tokens.expires_at > now()
  )
