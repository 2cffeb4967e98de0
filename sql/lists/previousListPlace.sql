-- The rank of the list directly before a rank, ignoring one list.
select rank::text as "rank!"
from lists
where user_id = caller_id()
  and rank < :rank::text::bigint
  and id <> :id
order by lists.rank desc
limit 1
