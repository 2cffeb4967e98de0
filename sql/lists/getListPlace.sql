-- The rank of a list, to place other lists before or after it.
select rank::text as "rank!"
from lists
where user_id = caller_id()
  and id = :id
  and deleted_at is null
