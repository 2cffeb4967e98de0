-- Undo. A step is what one transaction changed of a user's data, under one number. These functions are run as the caller's role.

-- What a step did to things of one kind (null: entries of the trash, by their tasks), and the columns that it changed, as they were
-- before it. A new thing had none. The instant of a due date in a time zone stays even where it was the same before.
create function before_step(step bigint, kind change_type, ids bigint[])
returns table (id bigint, is_new boolean, is_gone boolean, columns jsonb)
  language plpgsql stable as $$
begin
  return query
  select changed.entity_id, changed.news[1], changed.last[1], case when changed.news[1] then '{}' else changed.olds end
  from (
    select
      changes.entity_id,
      array_agg(changes.columns is null order by changes.ordinal) as news,
      array_agg(changes.data is null and changes.columns is not null order by changes.ordinal desc) as last,
      -- Of several values, the last one given is kept: the first one there was.
      coalesce(jsonb_object_agg(held.key, held.value order by changes.ordinal desc) filter (where held.key is not null), '{}') as olds
    from changes
    left join lateral jsonb_each(
      case when changes.columns ? 'due' then jsonb_build_object('due_at', coalesce(changes.before -> 'due_date', changes.data -> 'due_date')) else '{}' end
      || changes.columns
    ) as held on true
    where changes.user_id = caller_id()
      and changes.seq = step
      and changes.type is not distinct from kind
      and (ids is null or changes.entity_id = any (ids))
    group by changes.entity_id
  ) as changed;
end $$;

-- Locks what a step changed, and the lists that its tasks were in, until the transaction ends.
create function lock_step(step bigint) returns void
  language plpgsql as $$
declare
  ids bigint[] := array(
    select distinct entity_id from changes where user_id = caller_id() and seq = step and type = 'task' order by entity_id
  );
begin
  perform from lists
  where user_id = caller_id()
    and id in (
      select entity_id from changes where user_id = caller_id() and seq = step and type = 'list'
      union
      select (columns ->> 'list_id')::bigint from changes where user_id = caller_id() and seq = step and type = 'task'
      union
      select list_id from tasks where user_id = caller_id() and id = any (ids)
    )
  order by id
  for no key update;
  perform from tags
  where user_id = caller_id() and id in (select entity_id from changes where user_id = caller_id() and seq = step and type = 'tag')
  order by id
  for no key update;
  perform from tasks where user_id = caller_id() and id = any (ids) order by id for no key update;
end $$;

-- The field of the API that shows a column.
create function field_of(name text) returns text
  language plpgsql immutable parallel safe as $$
begin
  return case
    when name = 'rank' then 'position'
    when name = 'completed_at' then 'completed'
    when name = 'name_key' then 'name'
    when name in ('recurs_from', 'recurs_at', 'recurs_number') then 'recurrence'
    when name in ('tasks_remain', 'trash_position') then 'deleted_at'
    else name
  end;
end $$;

-- The row of a thing with other values in some columns, against the row itself: the columns that differ. All of them if it is gone.
create function columns_that_differ(kind change_type, entity_id bigint, columns jsonb) returns jsonb
  language plpgsql stable as $$
declare
  found jsonb;
begin
  found := case kind
    when 'task' then (
      select differing(to_jsonb(jsonb_populate_record(tasks, columns)), to_jsonb(tasks)) from tasks where user_id = caller_id() and id = entity_id
    )
    when 'list' then (
      select differing(to_jsonb(jsonb_populate_record(lists, columns)), to_jsonb(lists)) from lists where user_id = caller_id() and id = entity_id
    )
    when 'tag' then (
      select differing(to_jsonb(jsonb_populate_record(tags, columns)), to_jsonb(tags)) from tags where user_id = caller_id() and id = entity_id
    )
    when 'user' then (
      select differing(to_jsonb(jsonb_populate_record(users, columns)), to_jsonb(users)) from users where id = caller_id()
    )
  end;
  return coalesce(found, columns);
end $$;

-- The fields that a step changed, and that have other values now than it gave them: of something new, all but its place. A value that
-- was changed and changed back is no conflict, so that steps can be undone one after the other.
create function changed_since(step bigint)
returns table (type change_type, id bigint, field text)
  language plpgsql stable as $$
begin
  return query
  with touched as materialized (
    select changes.type, changes.entity_id, bool_or(changes.columns is null) as is_new, array_agg(held.key) as keys
    from changes
    left join lateral jsonb_object_keys(changes.columns) as held (key) on true
    where changes.user_id = caller_id() and changes.seq = step and changes.type <> 'occurrence'
    group by changes.type, changes.entity_id
  ), later as (
    select touched.type, touched.entity_id, jsonb_object_agg(held.key, held.value order by changes.seq desc, changes.ordinal desc) as left_as
    from touched
    join changes on changes.user_id = caller_id() and changes.type = touched.type and changes.entity_id = touched.entity_id and changes.seq > step
    cross join lateral jsonb_each(changes.columns) as held
    where held.key not in ('subtask_count', 'open_subtask_count', 'due_at', 'updated_at', 'version')
      and case when touched.is_new then held.key <> 'rank' else held.key = any (touched.keys) end
    group by touched.type, touched.entity_id
  )
  select later.type, later.entity_id, field_of(held.key)
  from later
  cross join lateral jsonb_object_keys(columns_that_differ(later.type, later.entity_id, later.left_as)) as held (key)
  union
  -- The name that a tag would get back is another's, or the tag is back already.
  select 'tag'::change_type, old.id, 'name'
  from before_step(step, 'tag', null) as old
  join tags on tags.user_id = caller_id() and (tags.name_key = old.columns ->> 'name_key' or tags.id = old.id)
  where not old.is_new and case
    when tags.id = old.id then old.is_gone
    else not exists (select from touched where touched.type = 'tag' and touched.entity_id = tags.id)
  end
  union
  -- The list or the parent that a task would get back was purged.
  select 'task', old.id, 'list_id'
  from before_step(step, 'task', null) as old
  where not exists (select from lists where lists.user_id = caller_id() and lists.id = (old.columns ->> 'list_id')::bigint)
    and old.columns ->> 'list_id' is not null
  union
  select 'task', old.id, 'parent_id'
  from before_step(step, 'task', null) as old
  where not exists (select from tasks where tasks.user_id = caller_id() and tasks.id = (old.columns ->> 'parent_id')::bigint)
    and old.columns ->> 'parent_id' is not null
  union
  -- It is not in the trash any more, or that was emptied.
  select 'task', old.id, 'deleted_at'
  from before_step(step, null, null) as old
  where not old.is_gone and not exists (select from trash where trash.user_id = caller_id() and trash.task_id = old.id);
end $$;

-- When something that comes back to the trash was put there: now, if its time there is over, so that it is not purged at once.
create function again_in_trash(at timestamptz) returns timestamptz
  language plpgsql stable as $$
begin
  return case when at < now() - interval '29 days' then now() else at end;
end $$;
