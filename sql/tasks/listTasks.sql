-- A page of the caller's tasks behind a given one, oldest first.
select id, user_id, title, description, completed, created_at, updated_at, version
from tasks
where user_id = caller_id()
  and id > :after
order by id
limit :limit
