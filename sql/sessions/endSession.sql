delete from sessions
where user_id = caller_id()
  and number = :id
  and expires_at > now()
returning id
