delete from personal_tokens
where user_id = caller_id()
  and id = :id
  and expires_at > now()
returning id
