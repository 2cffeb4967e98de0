-- Ends a session, whose tokens become invalid.
delete from sessions
where id = :session_id
returning id
