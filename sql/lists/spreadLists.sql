-- Makes room between all lists, and returns the new rank of the list at a given rank.
with ordered as materialized (
  select id, rank as before, next_rank() as rank
  from (select id, rank from lists where user_id = caller_id() order by rank) as lists
), spread as (
  update lists
  set rank = ordered.rank
  from ordered
  where lists.user_id = caller_id()
    and lists.id = ordered.id
)
select rank::text as "rank!"
from ordered
where before = :rank::text::bigint
