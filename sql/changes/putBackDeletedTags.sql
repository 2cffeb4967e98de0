-- Makes the tags that a step deleted again, with their ids.
insert into tags (id, user_id, name, name_key, color, created_at, version)
overriding system value
select put.id, caller_id(), put.name, put.name_key, put.color, put.created_at, put.version + 1
from before_step(:seq, 'tag', null) as old
cross join lateral jsonb_populate_record(null::tags, old.columns) as put
where old.is_gone
  and not old.is_new
returning id
