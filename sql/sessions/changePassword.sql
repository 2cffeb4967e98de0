update passwords
set hash = :hash
where user_id = caller_id()
returning user_id
