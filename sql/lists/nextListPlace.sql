-- The rank of what comes right behind a rank, one list not counted. What is in the trash has its place too.
select rank::text as "rank!"
from lists
where user_id = caller_id()
  and rank > :rank::text::bigint
  and id <> :id
order by lists.rank
limit 1
