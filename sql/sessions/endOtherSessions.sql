-- Ends every session of the caller but one. More than one row would mean that others had lost theirs too, which fails.
with ended as (
  delete from sessions
  where user_id = caller_id()
    and id is distinct from :session_id?::uuid
  returning user_id
)
select count(*) as "count!"
from ended
group by user_id
