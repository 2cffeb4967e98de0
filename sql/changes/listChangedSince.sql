-- The things that a step changed, with the fields of them that were changed since.
select type as "type!", id as "id!", array_agg(field order by field) as "fields!"
from changed_since(:seq)
group by type, id
order by type, id
limit 100
