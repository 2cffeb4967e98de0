-- The list, parent and rank of a task, to place other tasks before or after it.
select list_id, parent_id, rank::text as "rank!"
from tasks
where user_id = caller_id()
  and id = :id
  and {live}
