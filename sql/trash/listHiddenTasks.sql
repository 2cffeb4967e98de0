-- The tasks of a list that are not in the trash on their own, except one. Those of a hidden list are in the trash with it.
select id
from tasks
where user_id = caller_id()
  and list_id = :list_id
  and deleted_at is null
  and id is distinct from :except?
order by id
