-- The rank of what comes right ahead of a rank, one list not counted.
select rank::text as "rank!"
from lists
where user_id = caller_id()
  and rank < :rank::text::bigint
  and id <> :id
order by lists.rank desc
limit 1
