-- The sessions of the caller, the last used first.
select number as id,
       client,
       created_at,
       last_used_on::text as "last_used_on!",
       id is not distinct from :session_id?::uuid as "current!"
from sessions
where user_id = caller_id()
  and expires_at > now()
order by expires_at desc, id
limit 1000
