-- The caller's lists for a snapshot, with their places in the manual order.
select {list}, rank::text as "position!"
from lists
where user_id = caller_id()
  and deleted_at is null
  and id > :after
order by id
limit :limit
