update users
set name = coalesce(:name?, name),
    time_zone = coalesce(:time_zone?, time_zone)
where id = caller_id()
returning {user}
