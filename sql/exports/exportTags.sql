-- The caller's tags for an export.
-- @as-of folded, tags
select {tag}
from tags
where user_id = caller_id()
  and id > :after
order by id
limit :limit
