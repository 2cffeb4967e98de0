-- Puts back what a step changed of a tag. The key follows from the name, by a trigger.
update tags
set name = put.name,
    color = put.color,
    updated_at = now(),
    version = tags.version + 1
from before_step(:seq, 'tag', array[:id::bigint]) as old
join tags as held on held.user_id = caller_id() and held.id = old.id
cross join lateral jsonb_populate_record(held, old.columns) as put
where tags.user_id = caller_id()
  and tags.id = put.id
returning tags.name
