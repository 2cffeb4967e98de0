-- @as-of folded, lists
select {list}
from lists
where user_id = caller_id()
  and id = :id
  and deleted_at is null
