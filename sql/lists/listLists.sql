-- A page of the caller's lists after a given list, in the user's order.
-- @as-of folded, lists
select {list}, lists.rank::text as "key!"
from lists
where user_id = caller_id()
  and (rank, id) > (:rank::text::bigint, :after)
  and deleted_at is null
order by rank, id
limit :limit
