-- Notes that a token is used today.
update personal_tokens
set last_used_on = (now() at time zone 'UTC')::date
where user_id = caller_id()
  and id = :id
  and last_used_on is distinct from (now() at time zone 'UTC')::date
returning id
