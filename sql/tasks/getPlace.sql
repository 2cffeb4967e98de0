-- Where a task is, behind which and ahead of which others can be put.
select list_id, parent_id, rank::text as "rank!"
from tasks
where user_id = caller_id()
  and id = :id
  and deleted_at is null
