-- The caller's tasks for a snapshot, with their places in the manual order.
select {task}, rank::text as "position!"
from tasks
where user_id = caller_id()
  and {live}
  and id > :after
order by id
limit :limit
