-- Makes the tags that are not there yet, and gives the names that they go by.
with wanted as (
  select name, name_key, place
  from unnest(:names::text[], :keys::text[]) with ordinality as wanted (name, name_key, place)
), made as (
  insert into tags (user_id, name, name_key)
  select caller_id(), name, name_key
  from wanted
  on conflict on constraint tags_name_taken do nothing
)
select coalesce(tags.name, wanted.name) as "name!"
from wanted
left join tags on tags.user_id = caller_id() and tags.name_key = wanted.name_key
order by wanted.place
