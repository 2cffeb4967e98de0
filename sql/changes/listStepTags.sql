-- The tags that a step changed and that are still there, the last one first: names that it passed on go back in turn.
select tags.id, tags.name, tags.name_key, old.is_new as "is_new!"
from before_step(:seq, 'tag', null) as old
join tags on tags.user_id = caller_id() and tags.id = old.id
cross join lateral (select max(ordinal) as last from changes where user_id = caller_id() and seq = :seq and type = 'tag' and entity_id = old.id) as step
order by step.last desc
