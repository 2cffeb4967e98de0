-- The rank of the task a given number of tasks after a rank, ignoring one task. Tasks in the trash count: they keep their rank.
select rank::text as "rank!"
from tasks
where user_id = caller_id()
  and id_or_zero(list_id) = id_or_zero(:list_id?::bigint)
  and id_or_zero(parent_id) = id_or_zero(:parent_id?::bigint)
  and rank > :rank::text::bigint
  and id <> :id
order by tasks.rank
limit 1 offset :offset
