update users
set name = coalesce(:name?, name)
where id = caller_id()
returning id, email, name, created_at
