-- Ends a session for whoever holds its tokens.
delete from sessions
where id = :session_id
returning id
