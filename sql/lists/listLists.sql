-- A page of the caller's lists behind a given one, in the order in which they were put.
select {list}, lists.rank::text as "key!"
from lists
where user_id = caller_id()
  and (rank, id) > (:rank::text::bigint, :after)
  and deleted_at is null
order by rank, id
limit :limit
