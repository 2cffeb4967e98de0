-- Ends every session of an account, and notes that if there was one.
with ended as (
  delete from sessions
  where user_id = caller_id()
  returning expires_at > now() as active
), act as (
  update users
  set operator_acts = operator_acts + 1
  where id = caller_id()
    and exists (select from ended)
)
select count(*) as "count!"
from ended
where active
