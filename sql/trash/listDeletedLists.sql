-- A page of the caller's lists in the trash after a given list, oldest first.
select {list}, lists.deleted_at as "deleted_at!"
from lists
where user_id = caller_id()
  and id > :after
  and deleted_at > '-infinity'
order by id
limit :limit
