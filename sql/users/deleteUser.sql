-- All that the user owns goes with it, by foreign key.
delete from users
where id = caller_id()
returning id
