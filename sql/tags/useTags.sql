-- Creates the missing tags, and returns the name of each tag as its user first spelled it.
with wanted as (
  select distinct on (name_key) name, fold_name(name) as name_key, place
  from unnest(:names::text[]) with ordinality as given (name, place)
  order by name_key, place
), made as (
  insert into tags (user_id, name, name_key)
  select caller_id(), name, name_key
  from wanted
  order by place
  on conflict on constraint tags_name_taken do nothing
)
select coalesce(tags.name, wanted.name) as "name!"
from wanted
left join tags on tags.user_id = caller_id() and tags.name_key = wanted.name_key
order by wanted.place
