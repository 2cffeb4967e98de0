-- The caller's tags for a snapshot.
select {tag}
from tags
where user_id = caller_id()
  and id > :after
order by id
limit :limit
