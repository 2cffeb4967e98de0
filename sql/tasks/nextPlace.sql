-- The rank of what comes so many behind a rank, one task not counted. What is in the trash has its place too.
select rank::text as "rank!"
from tasks
where user_id = caller_id()
  and id_or_zero(list_id) = id_or_zero(:list_id?::bigint)
  and id_or_zero(parent_id) = id_or_zero(:parent_id?::bigint)
  and rank > :rank::text::bigint
  and id <> :id
order by tasks.rank
limit 1 offset :offset
