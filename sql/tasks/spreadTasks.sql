-- Makes room after a rank. Spreads the next :window tasks evenly up to :high, or moves them to the end if :high is null.
-- @custom-plan
with following as materialized (
  select id, row_number() over (order by rank) as number, case when :high?::text is null then next_rank() end as fresh
  from (
    select id, rank
    from tasks
    where user_id = caller_id()
      and id_or_zero(list_id) = id_or_zero(:list_id?::bigint)
      and id_or_zero(parent_id) = id_or_zero(:parent_id?::bigint)
      and rank > :low::text::bigint
      and id <> :id
    order by rank
    limit :window
  ) as ordered
)
update tasks
set rank = coalesce(fresh, :low::bigint + (:high::bigint - :low::bigint) / (:window + 1) * number)
from following
where tasks.user_id = caller_id()
  and tasks.id = following.id
returning tasks.id
