-- The caller's lists for an export, those in the trash included.
-- @as-of folded, lists
select {list}, lists.rank::text as "position!", lists.deleted_at as "deleted_at?"
from lists
where user_id = caller_id()
  and (deleted_at is null or deleted_at > '-infinity')
  and id > :after
order by id
limit :limit
