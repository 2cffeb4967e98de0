-- Where a list is, behind which and ahead of which others can be put.
select rank::text as "rank!"
from lists
where user_id = caller_id()
  and id = :id
  and deleted_at is null
