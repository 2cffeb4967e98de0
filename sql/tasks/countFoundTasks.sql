-- Counts the tasks that match the filters.
-- @custom-plan
-- @as-of folded, lists, tasks
select count(*) as "total!"
from tasks
where {found}
  and {live}
