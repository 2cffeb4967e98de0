-- A page of the caller's lists behind a given one, oldest first.
select {list}
from lists
where user_id = caller_id()
  and id > :after
  and deleted_at is null
order by id
limit :limit
