-- Puts back what a step changed of the account.
update users
set name = put.name,
    time_zone = put.time_zone
from before_step(:seq, 'user', null) as old
join users as held on held.id = caller_id()
cross join lateral jsonb_populate_record(held, old.columns) as put
where users.id = caller_id()
returning users.id
