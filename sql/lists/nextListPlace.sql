-- The rank of the list directly after a rank, ignoring one list. Lists in the trash count: they keep their rank.
select rank::text as "rank!"
from lists
where user_id = caller_id()
  and rank > :rank::text::bigint
  and id <> :id
order by lists.rank
limit 1
