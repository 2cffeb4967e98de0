-- Revokes a personal access token of an account, and notes that.
with revoked as (
  delete from personal_tokens
  where user_id = caller_id()
    and id = :id
    and expires_at > now()
  returning user_id
)
update users
set operator_acts = operator_acts + 1
where id = caller_id()
  and exists (select from revoked)
returning id
