-- A page of the caller's lists in the trash behind a given one, oldest first.
select {list}, lists.deleted_at as "deleted_at!"
from lists
where user_id = caller_id()
  and id > :after
  and deleted_at is not null
order by id
limit :limit
