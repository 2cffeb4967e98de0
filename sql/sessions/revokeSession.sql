-- Ends a session, whose tokens become invalid.
delete from sessions
where user_id = :user_id
  and id = :session_id
returning id
