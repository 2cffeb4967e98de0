delete from sessions
where user_id = caller_id()
  and id = :session_id
returning id
