-- Generated from sql/migrations by "npm run generate". Do not edit. For reading: it is not run.

CREATE OR REPLACE FUNCTION public.add_usage(owner bigint, more bigint[])
 RETURNS text
 LANGUAGE plpgsql
AS $function$
declare
  pending bigint[];
  kept text;
  exceeded text;
begin
  if owner is distinct from caller_id() then
    perform take_feed(owner);
    update quota_usage
    set tasks = tasks + more[1], lists = lists + more[2], tags = tags + more[3], bytes = bytes + more[4]
    where user_id = owner;
    return null;
  end if;
  pending := coalesce(nullif(current_setting('app.usage', true), '')::bigint[], '{0,0,0,0}');
  pending := array[pending[1] + more[1], pending[2] + more[2], pending[3] + more[3], pending[4] + more[4]];
  kept := set_config('app.usage', pending::text, true);
  if nullif(current_setting('app.quotas', true), '')::jsonb ? 'each_statement' then
    select exceeded_quota(more, tasks + pending[1], lists + pending[2], tags + pending[3], bytes + pending[4])
    into exceeded
    from quota_usage
    where user_id = owner;
    if exceeded is not null then
      perform refuse_quota(exceeded);
    end if;
  end if;
  return kept;
end $function$


CREATE OR REPLACE FUNCTION public.again_in_trash(at timestamp with time zone)
 RETURNS timestamp with time zone
 LANGUAGE plpgsql
 STABLE
AS $function$
begin
  return case when at < now() - interval '29 days' then now() else at end;
end $function$


CREATE OR REPLACE FUNCTION public.before_step(step bigint, kind change_type, ids bigint[])
 RETURNS TABLE(id bigint, is_new boolean, is_gone boolean, columns jsonb)
 LANGUAGE plpgsql
 STABLE
AS $function$
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
end $function$


CREATE OR REPLACE FUNCTION public.begin_feed()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  insert into feeds (user_id) values (new.id);
  return null;
end $function$


CREATE OR REPLACE FUNCTION public.begin_usage()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into quota_usage (user_id) values (new.id);
  return null;
end $function$


CREATE OR REPLACE FUNCTION public.caller_id()
 RETURNS bigint
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('app.user_id'::text, true), ''::text))::bigint


CREATE OR REPLACE FUNCTION public.change_event(change changes)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
begin
  return change.type || '.' || case
    when change.data is null then 'deleted'
    when change.columns is null then 'created'
    when change.columns ? 'deleted_at' then 'restored'
    when change.before ? 'completed' then case when (change.data -> 'completed')::boolean then 'completed' else 'reopened' end
    when change.columns ?| array['list_id', 'parent_id', 'rank'] then 'moved'
    else 'updated'
  end;
end $function$


CREATE OR REPLACE FUNCTION public.change_message(change changes, event text)
 RETURNS text
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
AS $function$
begin
  return jsonb_build_object(
    'type', event, 'timestamp', instant(change.at), 'seq', change.seq, 'data', coalesce(change.data, jsonb_build_object('id', change.entity_id)),
    'previous', case when change.data is null then '{}' else coalesce(change.before, '{}') - array['version', 'updated_at'] end
  )::text;
end $function$


CREATE OR REPLACE FUNCTION public.changed_since(step bigint)
 RETURNS TABLE(type change_type, id bigint, field text)
 LANGUAGE plpgsql
 STABLE
AS $function$
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
end $function$


CREATE OR REPLACE FUNCTION public.claim_events(users bigint[], each integer, most integer, most_bytes bigint)
 RETURNS TABLE(user_id bigint, seq bigint, ordinal integer, at timestamp with time zone, type change_type, entity_id bigint, event text, data text, previous text, missed bigint)
 LANGUAGE plpgsql
AS $function$
#variable_conflict use_column
declare
  last_ordinal constant integer := 2147483647;
  place event_places;
  change changes;
  head bigint;
  looked integer;
  claimed bigint[] := '{}';
begin
  for place in
    select event_places.*
    from event_places
    join feeds on feeds.user_id = event_places.user_id
    where event_places.user_id = any (users) and (event_places.seq, event_places.ordinal) < (feeds.seq, last_ordinal)
    for update of event_places skip locked
  loop
    exit when most <= 0 or most_bytes <= 0;
    claimed := claimed || place.user_id;
    select feeds.seq into head from feeds where feeds.user_id = place.user_id;
    -- The account was removed meanwhile.
    continue when not found;
    looked := 0;
    user_id := place.user_id;
    seq := place.seq;
    ordinal := place.ordinal;
    missed := 0;
    for change in
      select changes.*
      from changes
      where changes.user_id = place.user_id and (changes.seq, changes.ordinal) > (place.seq, place.ordinal)
      order by changes.seq, changes.ordinal
      limit least(each, most)
    loop
      -- Numbers have no gaps: what is between the place and the first change was removed from the record.
      if looked = 0 and place.seq > 0 then
        missed := greatest(0, change.seq - place.seq - 1);
      end if;
      looked := looked + 1;
      seq := change.seq;
      ordinal := change.ordinal;
      if is_told(change, place.seq, place.ordinal) then
        at := change.at;
        type := change.type;
        entity_id := change.entity_id;
        event := change_event(change);
        data := coalesce(change.data, jsonb_build_object('id', change.entity_id))::text;
        previous := case when change.data is null then '{}' else coalesce(change.before, '{}') - array['version', 'updated_at'] end::text;
        most_bytes := most_bytes - octet_length(data) - octet_length(previous);
        return next;
      end if;
      exit when most_bytes <= 0;
    end loop;
    -- There is no more than was looked at: whatever has the number of a change is committed together with it.
    if looked < least(each, most) and most_bytes > 0 then
      if looked = 0 and place.seq > 0 then
        missed := greatest(0, head - place.seq);
      end if;
      seq := greatest(head, seq);
      ordinal := last_ordinal;
    end if;
    most := most - looked;
    event := null;
    return next;
  end loop;
  return query
  select feeds.user_id, null::bigint, null::integer, null::timestamptz, null::change_type, null::bigint, null::text, null::text, null::text, 0::bigint
  from event_places
  join feeds on feeds.user_id = event_places.user_id
  where event_places.user_id = any (users)
    and event_places.user_id <> all (claimed)
    and (event_places.seq, event_places.ordinal) < (feeds.seq, last_ordinal);
end $function$


CREATE OR REPLACE FUNCTION public.columns_that_differ(kind change_type, entity_id bigint, columns jsonb)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
AS $function$
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
end $function$


CREATE OR REPLACE FUNCTION public.count_list()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  kept text;
begin
  kept := add_usage(new.user_id, array[0, 1, 0, octet_length(new.name)]::bigint[]);
  return null;
end $function$


CREATE OR REPLACE FUNCTION public.count_lists()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  sign constant integer := case tg_op when 'INSERT' then 1 else -1 end;
  each record;
begin
  for each in
    select user_id, count(*) as rows, sum(octet_length(name)) as bytes from changed group by user_id order by user_id
  loop
    perform add_usage(each.user_id, array[0, sign * each.rows, 0, sign * each.bytes]::bigint[]);
  end loop;
  return null;
end $function$


CREATE OR REPLACE FUNCTION public.count_name_bytes()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  kept text;
begin
  kept := add_usage(new.user_id, array[0, 0, 0, octet_length(new.name) - octet_length(old.name)]::bigint[]);
  return null;
end $function$


CREATE OR REPLACE FUNCTION public.count_tag()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  kept text;
begin
  kept := add_usage(new.user_id, array[0, 0, 1, octet_length(new.name)]::bigint[]);
  return null;
end $function$


CREATE OR REPLACE FUNCTION public.count_tags()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  sign constant integer := case tg_op when 'INSERT' then 1 else -1 end;
  each record;
begin
  for each in
    select user_id, count(*) as rows, sum(octet_length(name)) as bytes from changed group by user_id order by user_id
  loop
    perform add_usage(each.user_id, array[0, 0, sign * each.rows, sign * each.bytes]::bigint[]);
  end loop;
  return null;
end $function$


CREATE OR REPLACE FUNCTION public.count_tags_of_task()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into tag_counts (user_id, name_key, list_id, tasks, open)
  select user_id, name_key, list_id, sum(tasks), sum(open)
  from (
    select old.user_id, name_key_of(unnest(old.tag_keys)) as name_key, old.list_id, -1 as tasks, -(not old.completed)::integer as open
    where old.deleted_at is null
    union all
    select new.user_id, name_key_of(unnest(new.tag_keys)), new.list_id, 1, (not new.completed)::integer
    where new.deleted_at is null
  ) as changed
  group by user_id, name_key, list_id
  having sum(tasks) <> 0 or sum(open) <> 0;
  return null;
end $function$


CREATE OR REPLACE FUNCTION public.count_task()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  kept text;
begin
  kept := add_usage(new.user_id, array[1, 0, 0, task_bytes(new.title, new.description, new.tags)]::bigint[]);
  return null;
end $function$


CREATE OR REPLACE FUNCTION public.count_task_bytes()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  kept text;
begin
  kept := add_usage(
    new.user_id,
    array[0, 0, 0, task_bytes(new.title, new.description, new.tags) - task_bytes(old.title, old.description, old.tags)]::bigint[]
  );
  return null;
end $function$


CREATE OR REPLACE FUNCTION public.count_tasks()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  sign constant integer := case tg_op when 'INSERT' then 1 else -1 end;
  each record;
begin
  for each in
    select user_id, count(*) as rows, sum(task_bytes(title, description, tags)) as bytes from changed group by user_id order by user_id
  loop
    perform add_usage(each.user_id, array[sign * each.rows, 0, 0, sign * each.bytes]::bigint[]);
  end loop;
  return null;
end $function$


CREATE OR REPLACE FUNCTION public.differing(first jsonb, second jsonb)
 RETURNS jsonb
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
begin
  return (select coalesce(jsonb_object_agg(key, value), '{}') from jsonb_each(first) where value is distinct from second -> key);
end $function$


CREATE OR REPLACE FUNCTION public.divide_words(folded text, ascii boolean, marks text, dividers text, unspaced text, symbols text)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$
begin
  if ascii then
    return replace(regexp_replace(folded, dividers, ' ', 'g'), '$', E' \x01$ ');
  end if;
  folded := replace(replace(regexp_replace(folded, marks, '', 'g'), 'æ', 'ae'), 'œ', 'oe');
  folded := regexp_replace(translate(folded, 'øđħıłŧ', 'odhilt'), dividers, ' ', 'g');
  return regexp_replace(folded, '(' || unspaced || '+|' || symbols || '+)', E' \x01\\1 ', 'g');
end $function$


CREATE OR REPLACE FUNCTION public.end_feed()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  delete from feeds where user_id = new.id;
  return null;
end $function$


CREATE OR REPLACE FUNCTION public.exceeded_quota(more bigint[], tasks bigint, lists bigint, tags bigint, bytes bigint)
 RETURNS text
 LANGUAGE sql
 STABLE
RETURN CASE WHEN (((more)[1] > 0) AND (tasks > quota('tasks'::text))) THEN 'tasks'::text WHEN (((more)[2] > 0) AND (lists > quota('lists'::text))) THEN 'lists'::text WHEN (((more)[3] > 0) AND (tags > quota('tags'::text))) THEN 'tags'::text WHEN (((more)[4] > 0) AND (bytes > quota('bytes'::text))) THEN 'bytes'::text ELSE NULL::text END


CREATE OR REPLACE FUNCTION public.field_of(name text)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
begin
  return case
    when name = 'rank' then 'position'
    when name = 'completed_at' then 'completed'
    when name = 'name_key' then 'name'
    when name in ('recurs_from', 'recurs_at', 'recurs_number') then 'recurrence'
    when name in ('tasks_remain', 'trash_position') then 'deleted_at'
    else name
  end;
end $function$


CREATE OR REPLACE FUNCTION public.finish_changes()
 RETURNS TABLE(seq bigint, at timestamp with time zone)
 LANGUAGE plpgsql
AS $function$
begin
  set constraints all immediate;
  if pg_current_xact_id_if_assigned() is null then
    perform pg_logical_emit_message(true, 'taskpact', '');
  end if;
  return query select feeds.seq, feeds.at from feeds where feeds.user_id = caller_id();
end $function$


CREATE OR REPLACE FUNCTION public.fold_case(text text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN fold_case_by(text, unicode_late_letters(), unicode_late_folds())


CREATE OR REPLACE FUNCTION public.fold_case_by(text text, late_letters text, late_folds text)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$
begin
  if octet_length(text) = length(text) then
    return lower(text collate "C");
  end if;
  if text ~ ('[' || late_letters || ']') then
    text := translate(text, late_letters, late_folds);
  end if;
  return translate(
    lower(upper(lower(translate(normalize(text, NFKD), 'ı', U&'\FFFE') collate "und-x-icu"))),
    U&'ς\FFFE', 'σı'
  ) collate "C";
end $function$


CREATE OR REPLACE FUNCTION public.fold_name(name text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN btrim(regexp_replace(NORMALIZE(regexp_replace(fold_case(name), unicode_ignorable(), ''::text, 'g'::text), NFKC), '[\u0009-\u000d\u0020\u0085\u1680\u2028\u2029]+'::text, ' '::text, 'g'::text))


CREATE OR REPLACE FUNCTION public.fold_tag()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  new.name_key := fold_name(new.name);
  return new;
end $function$


CREATE OR REPLACE FUNCTION public.fold_tags_of_task()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  new.tag_keys := array(select tag_key(new.user_id, name) from unnest(new.tags) as name);
  return new;
end $function$


CREATE OR REPLACE FUNCTION public.fold_words(text text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN divide_words(fold_case(text), (octet_length(text) = length(text)), unicode_marks(), unicode_dividers(), unicode_unspaced(), unicode_symbols())


CREATE OR REPLACE FUNCTION public.folded(text text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN CASE WHEN (octet_length(text) = char_length(text)) THEN (rtrim(regexp_replace(regexp_replace(lower(((' '::text || text) COLLATE "C")), '[^a-z0-9]+'::text, ' '::text, 'g'::text), '([^ ]{100})[^ ]+'::text, '\1'::text, 'g'::text)) COLLATE "und-x-icu") ELSE rtrim(regexp_replace(regexp_replace(regexp_replace(regexp_replace(translate(replace(replace(replace(NORMALIZE(lower((NORMALIZE((' '::text || text), NFKC) COLLATE "und-x-icu")), NFKD), 'ß'::text, 'ss'::text), 'æ'::text, 'ae'::text), 'œ'::text, 'oe'::text), 'øđħıłŧ'::text, 'odhilt'::text), '[\u0300-\u036f]+'::text, ''::text, 'g'::text), '([\u3040-\u30ff\u3400-\u9fff])'::text, ' \1 '::text, 'g'::text), '[\u0001-\u002f\u003a-\u0060\u007b-\u00bf\u00d7\u00f7\u2000-\u206f\u3000-\u303f]+'::text, ' '::text, 'g'::text), '([^ ]{100})[^ ]+'::text, '\1'::text, 'g'::text)) END


CREATE OR REPLACE FUNCTION public.forget_changes(owner bigint, kind change_type, id bigint)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  update changes
  set data = null, before = null, columns = null
  where changes.user_id = owner
    and changes.type = kind
    and changes.entity_id = id
    and (changes.data is not null or changes.before is not null or changes.columns is not null);
end $function$


CREATE OR REPLACE FUNCTION public.forget_deliveries()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  delete from webhook_deliveries
  where webhook_deliveries.user_id = new.user_id
    and webhook_deliveries.type = new.type
    and webhook_deliveries.entity_id = new.entity_id
    and webhook_deliveries.event not like '%.deleted';
  return null;
end $function$


CREATE OR REPLACE FUNCTION public.id_or_zero(id bigint)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN (id IS NULL) THEN (0)::bigint ELSE id END


CREATE OR REPLACE FUNCTION public.instant(at timestamp with time zone)
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL SAFE STRICT
RETURN to_char((at AT TIME ZONE 'UTC'::text), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'::text)


CREATE OR REPLACE FUNCTION public.is_told(change changes, told_seq bigint, told_ordinal integer)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
AS $function$
begin
  if change.type is null then
    return false;
  end if;
  if change.data is not null or change.before is not null then
    return true;
  end if;
  return not exists (
    select from changes as later
    where later.user_id = change.user_id and later.type = change.type and later.entity_id = change.entity_id
      and (later.seq, later.ordinal) > (change.seq, change.ordinal)
  ) and exists (
    select from changes as earlier
    where earlier.user_id = change.user_id and earlier.type = change.type and earlier.entity_id = change.entity_id
      and (earlier.seq, earlier.ordinal) < (change.seq, change.ordinal)
      and (earlier.seq, earlier.ordinal) > (told_seq, told_ordinal)
  );
end $function$


CREATE OR REPLACE FUNCTION public.keep_email_link(account bigint, mail bigint, token_hash bytea, address text, most integer)
 RETURNS boolean
 LANGUAGE plpgsql
AS $function$
declare
  is_retry boolean := exists (select from email_links where email_links.mail_id = mail);
  sent integer;
begin
  perform from passwords where passwords.user_id = account for no key update;
  insert into email_links (hash, user_id, mail_id, kind, email)
  select token_hash, account, mail, mails.kind, address
  from mails
  where mails.id = mail
    and mails.user_id = account
    and (
      select count(distinct email_links.mail_id)
      from email_links
      where email_links.user_id = account
        and email_links.kind = mails.kind
        and email_links.mail_id <> mail
        and email_links.created_at > now() - interval '30 minutes'
    ) < most;
  if is_retry or not found then
    return found;
  end if;
  -- An address may be a stranger's, whom new accounts must not flood either.
  insert into rate_limits (key, used, ends_at)
  values ('mails ' || encode(sha256(convert_to(lower(address), 'UTF8')), 'hex'), 1, now() + interval '30 minutes')
  on conflict (key) do update
  set used = case when rate_limits.ends_at <= now() then 1 else rate_limits.used + 1 end,
      ends_at = case when rate_limits.ends_at <= now() then excluded.ends_at else rate_limits.ends_at end
  returning rate_limits.used into sent;
  if sent > 2 * most then
    delete from email_links where email_links.hash = token_hash;
    return false;
  end if;
  return true;
end $function$


CREATE OR REPLACE FUNCTION public.keep_reset_link(account bigint, mail bigint, token_hash bytea, most integer)
 RETURNS boolean
 LANGUAGE plpgsql
AS $function$
begin
  perform from passwords where passwords.user_id = account for no key update;
  if not found then
    return false;
  end if;
  insert into reset_links (hash, user_id, mail_id)
  select token_hash, account, mail
  where (
    select count(distinct reset_links.mail_id)
    from reset_links
    where reset_links.user_id = account and reset_links.mail_id <> mail and reset_links.created_at > now() - interval '30 minutes'
  ) < most;
  return found;
end $function$


CREATE OR REPLACE FUNCTION public.keep_reset_link(account bigint, mail bigint, token_hash bytea, address text, most integer)
 RETURNS boolean
 LANGUAGE plpgsql
AS $function$
begin
  perform from passwords where passwords.user_id = account for no key update;
  insert into reset_links (hash, user_id, mail_id)
  select token_hash, account, mails.id
  from mails
  where mails.id = mail
    and mails.user_id = account
    and exists (select from users where users.id = account and users.email = address)
    and (
      select count(distinct reset_links.mail_id)
      from reset_links
      where reset_links.user_id = account and reset_links.mail_id <> mail and reset_links.created_at > now() - interval '30 minutes'
    ) < most;
  return found;
end $function$


CREATE OR REPLACE FUNCTION public.keep_usage()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  pending bigint[] := nullif(current_setting('app.usage', true), '')::bigint[];
  cleared text;
  exceeded text;
begin
  if pending is null then
    return null;
  end if;
  cleared := set_config('app.usage', '', true);
  update quota_usage
  set tasks = tasks + pending[1], lists = lists + pending[2], tags = tags + pending[3], bytes = bytes + pending[4]
  where user_id = caller_id()
  returning exceeded_quota(pending, tasks, lists, tags, bytes) into exceeded;
  if exceeded is not null then
    perform refuse_quota(exceeded);
  end if;
  return null;
end $function$


CREATE OR REPLACE FUNCTION public.kept_columns(columns jsonb)
 RETURNS jsonb
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN (columns - ARRAY['version'::text, 'updated_at'::text, 'tag_keys'::text, 'weight'::text])


CREATE OR REPLACE FUNCTION public.list_answer(list lists)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
AS $function$
begin
  return jsonb_build_object(
    'id', list.id, 'user_id', list.user_id, 'name', list.name, 'color', list.color, 'created_at', instant(list.created_at),
    'updated_at', instant(list.updated_at), 'version', list.version
  );
end $function$


CREATE OR REPLACE FUNCTION public.lock_step(step bigint)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
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
end $function$


CREATE OR REPLACE FUNCTION public.moment_or_never(moment timestamp with time zone)
 RETURNS timestamp with time zone
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN (moment IS NULL) THEN 'infinity'::timestamp with time zone ELSE moment END


CREATE OR REPLACE FUNCTION public.name_key_of(tag_key text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN substr(tag_key, (strpos(tag_key, ':'::text) + 1))


CREATE OR REPLACE FUNCTION public.next_rank()
 RETURNS bigint
 LANGUAGE sql
RETURN (nextval('task_ranks'::regclass) << 22)


CREATE OR REPLACE FUNCTION public.occurrence_answer(occurrence occurrences)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
AS $function$
begin
  return jsonb_build_object(
    'id', occurrence.id, 'task_id', occurrence.task_id, 'due', occurrence.due, 'outcome', occurrence.outcome,
    'completed_at', instant(occurrence.completed_at)
  );
end $function$


CREATE OR REPLACE FUNCTION public.own_words(user_id bigint, words text[])
 RETURNS tsvector
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
begin
  return array_to_tsvector(string_to_array(user_id::text || '/' || array_to_string(words, ' ' || user_id::text || '/'), ' '));
end $function$


CREATE OR REPLACE FUNCTION public.queue_changes(users bigint[], most integer)
 RETURNS boolean
 LANGUAGE plpgsql
AS $function$
declare
  last_ordinal constant integer := 2147483647;
  endpoint webhooks;
  number bigint;
begin
  select webhooks.*
  into endpoint
  from webhooks
  join feeds on feeds.user_id = webhooks.user_id
  where webhooks.enabled
    and (users is null or webhooks.user_id = any (users))
    and (webhooks.queued_seq, webhooks.queued_ordinal) < (feeds.seq, last_ordinal)
    and not exists (
      select from webhook_deliveries as waiting
      where waiting.user_id = webhooks.user_id and waiting.webhook_id = webhooks.id and waiting.state = 'queued'
      offset 999
    )
  order by webhooks.claimed_at nulls first
  limit 1
  for update of webhooks skip locked;
  if not found then
    return false;
  end if;
  -- From here on nothing of the user is purged, so that no text of it gets into a delivery.
  perform take_feed(endpoint.user_id);
  select feeds.seq into number from feeds where feeds.user_id = endpoint.user_id;
  with found as (
    select changes, change_event(changes) as event
    from changes
    where changes.user_id = endpoint.user_id
      and (changes.seq, changes.ordinal) > (endpoint.queued_seq, endpoint.queued_ordinal)
    order by changes.seq, changes.ordinal
    limit most
  ),
  queued as (
    insert into webhook_deliveries (user_id, webhook_id, event, type, entity_id, seq, body)
    select endpoint.user_id, endpoint.id, event, (changes).type, (changes).entity_id, (changes).seq, change_message(changes, event)
    from found
    where is_told(changes, endpoint.queued_seq, endpoint.queued_ordinal)
      and endpoint.events && array['*', (changes).type || '.*', event]
    order by (changes).seq, (changes).ordinal
  ),
  place as (
    select (changes).seq, (changes).ordinal from found order by (changes).seq, (changes).ordinal offset most - 1
  )
  update webhooks
  set queued_seq = coalesce((select place.seq from place), number),
      queued_ordinal = coalesce((select place.ordinal from place), last_ordinal)
  where webhooks.user_id = endpoint.user_id and webhooks.id = endpoint.id;
  return true;
end $function$


CREATE OR REPLACE FUNCTION public.quota(name text)
 RETURNS bigint
 LANGUAGE sql
 STABLE
RETURN (((NULLIF(current_setting('app.quotas'::text, true), ''::text))::jsonb ->> name))::bigint


CREATE OR REPLACE FUNCTION public.raise_version()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  new.version := greatest(new.version, old.version + 1);
  new.updated_at := now();
  return new;
end $function$


CREATE OR REPLACE FUNCTION public.record_change(owner bigint, type change_type, entity_id bigint, before jsonb, data jsonb, columns jsonb, "position" bigint)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
declare
  -- The user, the number and the place of the change before, if this transaction recorded one.
  step bigint[] := nullif(current_setting('app.step', true), '')::bigint[];
  context jsonb := nullif(current_setting('app.request', true), '')::jsonb;
  kept text;
begin
  if step[1] is distinct from owner then
    update feeds
    set seq = feeds.seq + (transaction_id is distinct from pg_current_xact_id() or at <> now())::integer,
        at = now(),
        transaction_id = pg_current_xact_id()
    where feeds.user_id = owner
    returning array[owner, feeds.seq, coalesce(step[3], 0)] into step;
    -- The account is being removed.
    if not found then
      return;
    end if;
  end if;
  step[3] := step[3] + 1;
  kept := set_config('app.step', step::text, true);
  insert into changes (user_id, seq, ordinal, type, entity_id, data, before, columns, position, operation, request_id, via)
  values (
    owner, step[2], step[3], type, entity_id, data,
    case when data is null then before when before is null then '{}' else differing(before, data) end,
    columns, "position",
    context ->> 'operation', context ->> 'request_id', context ->> 'via'
  );
end $function$


CREATE OR REPLACE FUNCTION public.record_list()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if tg_op = 'DELETE' then
    perform record_change(old.user_id, 'list', old.id, null, null, null, null);
    perform forget_changes(old.user_id, 'list', old.id);
  elsif tg_op = 'INSERT' then
    perform record_change(new.user_id, 'list', new.id, null, list_answer(new), null, new.rank);
  else
    perform record_change(
      new.user_id, 'list', new.id,
      case when old.deleted_at is null then list_answer(old) end, case when new.deleted_at is null then list_answer(new) end,
      differing(kept_columns(to_jsonb(old)), to_jsonb(new)), new.rank
    );
  end if;
  return null;
end $function$


CREATE OR REPLACE FUNCTION public.record_occurrence()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if tg_op = 'DELETE' then
    perform record_change(old.user_id, 'occurrence', old.id, occurrence_answer(old), null, to_jsonb(old), null);
  else
    perform record_change(new.user_id, 'occurrence', new.id, null, occurrence_answer(new), null, null);
  end if;
  return null;
end $function$


CREATE OR REPLACE FUNCTION public.record_tag()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if tg_op = 'DELETE' then
    perform record_change(old.user_id, 'tag', old.id, tag_answer(old), null, to_jsonb(old), null);
  elsif tg_op = 'INSERT' then
    perform record_change(new.user_id, 'tag', new.id, null, tag_answer(new), null, null);
  else
    perform record_change(
      new.user_id, 'tag', new.id, tag_answer(old), tag_answer(new), differing(kept_columns(to_jsonb(old)), to_jsonb(new)), null
    );
  end if;
  return null;
end $function$


CREATE OR REPLACE FUNCTION public.record_task()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if tg_op = 'DELETE' then
    perform record_change(old.user_id, 'task', old.id, null, null, null, null);
    perform forget_changes(old.user_id, 'task', old.id);
  elsif tg_op = 'INSERT' then
    perform record_change(new.user_id, 'task', new.id, null, task_answer(new), null, new.rank);
  else
    perform record_change(
      new.user_id, 'task', new.id,
      case when old.deleted_at is null then task_answer(old) end, case when new.deleted_at is null then task_answer(new) end,
      differing(kept_columns(to_jsonb(old)), to_jsonb(new)), new.rank
    );
  end if;
  return null;
end $function$


CREATE OR REPLACE FUNCTION public.record_trash()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if tg_op = 'DELETE' then
    perform record_change(old.user_id, null, old.task_id, null, null, to_jsonb(old), null);
  else
    perform record_change(new.user_id, null, new.task_id, null, null, null, null);
  end if;
  return null;
end $function$


CREATE OR REPLACE FUNCTION public.record_user()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  perform record_change(
    new.id, 'user', new.id, user_answer(old), user_answer(new),
    differing(kept_columns(to_jsonb(old)) - array['disabled_at', 'operator_acts'], to_jsonb(new)), null
  );
  return null;
end $function$


CREATE OR REPLACE FUNCTION public.refuse_quota(name text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'the quota of % is used up', name using errcode = 'check_violation', constraint = 'quota_' || name, detail = quota(name)::text;
end $function$


CREATE OR REPLACE FUNCTION public.relevance(title text, search text)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (SELECT (COALESCE(sum(CASE WHEN (asked.wanted = ANY (held.held)) THEN 2 WHEN (EXISTS (SELECT FROM unnest(held.held) word(word) WHERE starts_with(word.word, asked.wanted))) THEN 1 ELSE 0 END), (0)::bigint))::integer AS "coalesce" FROM (SELECT DISTINCT unnest(words_of(relevance.search)) AS wanted) asked, words_of(relevance.title) held(held))


CREATE OR REPLACE FUNCTION public.search_keys(user_id bigint, title text, description text)
 RETURNS tsvector
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN own_words(user_id, words_held(((title || ' '::text) || COALESCE(description, ''::text))))


CREATE OR REPLACE FUNCTION public.split_words(folded text, sought boolean)
 RETURNS text[]
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$
declare
  words text[] := '{}';
  word text;
  letters text[];
begin
  foreach word in array string_to_array(folded, ' ') loop
    if starts_with(word, E'\x01') then
      letters := string_to_array(substr(word, 2), null);
      for n in 1 .. case when sought then greatest(cardinality(letters) - 3, 1) else cardinality(letters) end loop
        words := words || concat(letters[n], letters[n + 1], letters[n + 2], letters[n + 3]);
      end loop;
    elsif word <> '' then
      words := words || left(word, 100);
    end if;
  end loop;
  return words;
end $function$


CREATE OR REPLACE FUNCTION public.tag_answer(tag tags)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
AS $function$
begin
  return jsonb_build_object(
    'id', tag.id, 'user_id', tag.user_id, 'name', tag.name, 'color', tag.color, 'created_at', instant(tag.created_at),
    'updated_at', instant(tag.updated_at), 'version', tag.version
  );
end $function$


CREATE OR REPLACE FUNCTION public.tag_key(user_id bigint, name text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (((user_id)::text || ':'::text) || fold_name(name))


CREATE OR REPLACE FUNCTION public.take_feed(owner bigint)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  perform from feeds where user_id = owner for update;
end $function$


CREATE OR REPLACE FUNCTION public.task_answer(task tasks)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
AS $function$
begin
  return jsonb_build_object(
    'id', task.id, 'user_id', task.user_id, 'list_id', task.list_id, 'parent_id', task.parent_id, 'title', task.title,
    'description', task.description, 'completed', task.completed, 'priority', task.priority, 'tags', task.tags,
    'subtask_count', task.subtask_count, 'open_subtask_count', task.open_subtask_count, 'due', task.due,
    'due_date', case
      when task.due ? 'time_zone' then to_char(task.due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
      else coalesce(task.due ->> 'date', task.due ->> 'date_time')
    end,
    'recurrence', task.recurrence, 'created_at', instant(task.created_at), 'updated_at', instant(task.updated_at),
    'completed_at', instant(task.completed_at), 'version', task.version
  );
end $function$


CREATE OR REPLACE FUNCTION public.task_bytes(title text, description text, tags text[])
 RETURNS bigint
 LANGUAGE sql
 STABLE
RETURN ((octet_length(title) + COALESCE(octet_length(description), 0)) + octet_length(COALESCE((tags)::text, ''::text)))


CREATE OR REPLACE FUNCTION public.tasks_with_all_tags(keys text[])
 RETURNS SETOF bigint
 LANGUAGE sql
 STABLE SECURITY DEFINER
BEGIN ATOMIC
 SELECT tasks.id
    FROM tasks
   WHERE ((tasks.user_id = caller_id()) AND (tasks.tag_keys <> '{}'::text[]) AND (tasks.tag_keys @> ARRAY( SELECT tag_key(caller_id(), name.name) AS tag_key
            FROM unnest(tasks_with_all_tags.keys) name(name))));
END


CREATE OR REPLACE FUNCTION public.tasks_with_any_tag(keys text[])
 RETURNS SETOF bigint
 LANGUAGE sql
 STABLE SECURITY DEFINER
BEGIN ATOMIC
 SELECT tasks.id
    FROM tasks
   WHERE ((tasks.user_id = caller_id()) AND (tasks.tag_keys <> '{}'::text[]) AND (tasks.tag_keys && ARRAY( SELECT tag_key(caller_id(), name.name) AS tag_key
            FROM unnest(tasks_with_any_tag.keys) name(name))));
END


CREATE OR REPLACE FUNCTION public.tasks_with_words(search text)
 RETURNS SETOF bigint
 LANGUAGE sql
 STABLE SECURITY DEFINER
BEGIN ATOMIC
 SELECT tasks.id
    FROM tasks
   WHERE ((tasks.user_id = caller_id()) AND (tasks.deleted_at IS NULL) AND (search_keys(tasks.user_id, tasks.title, tasks.description) @@ ( SELECT (string_agg(((((''''::text || (caller_id())::text) || '/'::text) || word.word) || ''':*'::text), ' & '::text))::tsquery AS string_agg
            FROM unnest(words_sought(tasks_with_words.search)) word(word))));
END


CREATE OR REPLACE FUNCTION public.title_relevance(title text, sought text[])
 RETURNS integer
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
declare
  held text;
  word text;
  score integer := 0;
begin
  if sought is null then
    return 0;
  end if;
  held := ' ' || array_to_string(words_held(title), ' ') || ' ';
  foreach word in array sought loop
    score := score + case when strpos(held, ' ' || word || ' ') > 0 then 2 when strpos(held, ' ' || word) > 0 then 1 else 0 end;
  end loop;
  return score;
end $function$


CREATE OR REPLACE FUNCTION public.unicode_dividers()
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN '[\u0001-\u0023\u0025-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a1\u00a7\u00a8\u00ab\u00ac\u00af\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u00d7\u00f7\u02c2-\u02c5\u02d2-\u02df\u02e5-\u02eb\u02ed\u02ef-\u02ff\u0375\u037e\u0384\u0385\u0387\u03f6\u055a-\u055f\u0589\u058a\u05be\u05c0\u05c3\u05c6\u05f3\u05f4\u0606-\u060a\u060c\u060d\u061b\u061d-\u061f\u066a-\u066d\u06d4\u0700-\u070d\u07f7-\u07f9\u0830-\u083e\u085e\u0888\u0964\u0965\u0970\u09fd\u0a76\u0af0\u0c77\u0c84\u0df4\u0e4f\u0e5a\u0e5b\u0f04-\u0f12\u0f14\u0f3a-\u0f3d\u0f85\u0fd0-\u0fd4\u0fd9\u0fda\u104a-\u104f\u10fb\u1360-\u1368\u1400\u166e\u1680\u169b\u169c\u16eb-\u16ed\u1735\u1736\u17d4-\u17d6\u17d8-\u17da\u1800-\u180a\u1944\u1945\u1a1e\u1a1f\u1aa0-\u1aa6\u1aa8-\u1aad\u1b4e\u1b4f\u1b5a-\u1b60\u1b7d-\u1b7f\u1bfc-\u1bff\u1c3b-\u1c3f\u1c7e\u1c7f\u1cc0-\u1cc7\u1cd3\u1fbd\u1fbf-\u1fc1\u1fcd-\u1fcf\u1fdd-\u1fdf\u1fed-\u1fef\u1ffd\u1ffe\u2000-\u200a\u2010-\u2029\u202f-\u205f\u207a-\u207e\u208a-\u208e\u2118\u2140-\u2144\u214b\u2190-\u2194\u219a\u219b\u21a0\u21a3\u21a6\u21ae\u21ce\u21cf\u21d2\u21d4\u21f4-\u22ff\u2308-\u230b\u2320\u2321\u2329\u232a\u237c\u239b-\u23b3\u23dc-\u23e1\u25b7\u25c1\u25f8-\u25ff\u266f\u2768-\u2775\u27c0-\u27ff\u2900-\u2aff\u2b30-\u2b44\u2b47-\u2b4c\u2cf9-\u2cfc\u2cfe\u2cff\u2d70\u2e00-\u2e2e\u2e30-\u2e4f\u2e52-\u2e5d\u3000-\u3003\u3008-\u3011\u3014-\u301f\u3030\u303d\u309b\u309c\u30a0\u30fb\ua4fe\ua4ff\ua60d-\ua60f\ua673\ua67e\ua6f2-\ua6f7\ua700-\ua716\ua720\ua721\ua789\ua78a\ua874-\ua877\ua8ce\ua8cf\ua8f8-\ua8fa\ua8fc\ua92e\ua92f\ua95f\ua9c1-\ua9cd\ua9de\ua9df\uaa5c-\uaa5f\uaade\uaadf\uaaf0\uaaf1\uab5b\uab6a\uab6b\uabeb\ufb29\ufbb2-\ufbc2\ufd3e\ufd3f\ufe10-\ufe19\ufe30-\ufe52\ufe54-\ufe66\ufe68\ufe6a\ufe6b\uff01-\uff03\uff05-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\uffe2\uffe3\uffe9-\uffec\U00010100-\U00010102\U0001039f\U000103d0\U0001056f\U00010857\U0001091f\U0001093f\U00010a50-\U00010a58\U00010a7f\U00010af0-\U00010af6\U00010b39-\U00010b3f\U00010b99-\U00010b9c\U00010d6e\U00010d8e\U00010d8f\U00010ead\U00010ed0\U00010f55-\U00010f59\U00010f86-\U00010f89\U00011047-\U0001104d\U000110bb\U000110bc\U000110be-\U000110c1\U00011140-\U00011143\U00011174\U00011175\U000111c5-\U000111c8\U000111cd\U000111db\U000111dd-\U000111df\U00011238-\U0001123d\U000112a9\U000113d4\U000113d5\U000113d7\U000113d8\U0001144b-\U0001144f\U0001145a\U0001145b\U0001145d\U000114c6\U000115c1-\U000115d7\U00011641-\U00011643\U00011660-\U0001166c\U000116b9\U0001173c-\U0001173e\U0001183b\U00011944-\U00011946\U000119e2\U00011a3f-\U00011a46\U00011a9a-\U00011a9c\U00011a9e-\U00011aa2\U00011b00-\U00011b09\U00011be1\U00011c41-\U00011c45\U00011c70\U00011c71\U00011ef7\U00011ef8\U00011f43-\U00011f4f\U00011fff\U00012470-\U00012474\U00012ff1\U00012ff2\U00016a6e\U00016a6f\U00016af5\U00016b37-\U00016b3b\U00016b44\U00016d6d-\U00016d6f\U00016e97-\U00016e9a\U00016fe2\U0001bc9f\U0001cef0\U0001d6c1\U0001d6db\U0001d6fb\U0001d715\U0001d735\U0001d74f\U0001d76f\U0001d789\U0001d7a9\U0001d7c3\U0001da87-\U0001da8b\U0001e5ff\U0001e95e\U0001e95f\U0001eef0\U0001eef1\U0001f3fb-\U0001f3ff\U0001f8d0-\U0001f8d8]'::text


CREATE OR REPLACE FUNCTION public.unicode_ignorable()
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN '[\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]'::text


CREATE OR REPLACE FUNCTION public.unicode_late_folds()
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN 'ᲊაბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰჱჲჳჴჵჶჷჸჹჺჽჾჿⱟꞹꞻꞽꞿꟁꟃꞔʂᶎꟈꟊɤꟍ꟏ꟑꟓꟕꟗꟙꟛƛsꟶ𐖗𐖘𐖙𐖚𐖛𐖜𐖝𐖞𐖟𐖠𐖡𐖣𐖤𐖥𐖦𐖧𐖨𐖩𐖪𐖫𐖬𐖭𐖮𐖯𐖰𐖱𐖳𐖴𐖵𐖶𐖷𐖸𐖹𐖻𐖼𐵰𐵱𐵲𐵳𐵴𐵵𐵶𐵷𐵸𐵹𐵺𐵻𐵼𐵽𐵾𐵿𐶀𐶁𐶂𐶃𐶄𐶅𖹠𖹡𖹢𖹣𖹤𖹥𖹦𖹧𖹨𖹩𖹪𖹫𖹬𖹭𖹮𖹯𖹰𖹱𖹲𖹳𖹴𖹵𖹶𖹷𖹸𖹹𖹺𖹻𖹼𖹽𖹾𖹿𖺻𖺼𖺽𖺾𖺿𖻀𖻁𖻂𖻃𖻄𖻅𖻆𖻇𖻈𖻉𖻊𖻋𖻌𖻍𖻎𖻏𖻐𖻑𖻒𖻓'::text


CREATE OR REPLACE FUNCTION public.unicode_late_letters()
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN 'ᲉᲐᲑᲒᲓᲔᲕᲖᲗᲘᲙᲚᲛᲜᲝᲞᲟᲠᲡᲢᲣᲤᲥᲦᲧᲨᲩᲪᲫᲬᲭᲮᲯᲰᲱᲲᲳᲴᲵᲶᲷᲸᲹᲺᲽᲾᲿⰯꞸꞺꞼꞾꟀꟂꟄꟅꟆꟇꟉꟋꟌ꟎Ꟑ꟒꟔ꟖꟘꟚꟜ꟱Ꟶ𐕰𐕱𐕲𐕳𐕴𐕵𐕶𐕷𐕸𐕹𐕺𐕼𐕽𐕾𐕿𐖀𐖁𐖂𐖃𐖄𐖅𐖆𐖇𐖈𐖉𐖊𐖌𐖍𐖎𐖏𐖐𐖑𐖒𐖔𐖕𐵐𐵑𐵒𐵓𐵔𐵕𐵖𐵗𐵘𐵙𐵚𐵛𐵜𐵝𐵞𐵟𐵠𐵡𐵢𐵣𐵤𐵥𖹀𖹁𖹂𖹃𖹄𖹅𖹆𖹇𖹈𖹉𖹊𖹋𖹌𖹍𖹎𖹏𖹐𖹑𖹒𖹓𖹔𖹕𖹖𖹗𖹘𖹙𖹚𖹛𖹜𖹝𖹞𖹟𖺠𖺡𖺢𖺣𖺤𖺥𖺦𖺧𖺨𖺩𖺪𖺫𖺬𖺭𖺮𖺯𖺰𖺱𖺲𖺳𖺴𖺵𖺶𖺷𖺸'::text


CREATE OR REPLACE FUNCTION public.unicode_marks()
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN '[\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0600-\u0605\u0610-\u061a\u061c\u064b-\u065f\u0670\u06d6-\u06dd\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u070f\u0711\u0730-\u074a\u07a6-\u07b0\u07eb-\u07f3\u07fd\u0816-\u0819\u081b-\u0823\u0825-\u0827\u0829-\u082d\u0859-\u085b\u0890\u0891\u0897-\u089f\u08ca-\u0902\u093a\u093c\u0941-\u0948\u094d\u0951-\u0957\u0962\u0963\u0981\u09bc\u09c1-\u09c4\u09cd\u09e2\u09e3\u09fe\u0a01\u0a02\u0a3c\u0a41\u0a42\u0a47\u0a48\u0a4b-\u0a4d\u0a51\u0a70\u0a71\u0a75\u0a81\u0a82\u0abc\u0ac1-\u0ac5\u0ac7\u0ac8\u0acd\u0ae2\u0ae3\u0afa-\u0aff\u0b01\u0b3c\u0b3f\u0b41-\u0b44\u0b4d\u0b55\u0b56\u0b62\u0b63\u0b82\u0bc0\u0bcd\u0c00\u0c04\u0c3c\u0c3e-\u0c40\u0c46-\u0c48\u0c4a-\u0c4d\u0c55\u0c56\u0c62\u0c63\u0c81\u0cbc\u0cbf\u0cc6\u0ccc\u0ccd\u0ce2\u0ce3\u0d00\u0d01\u0d3b\u0d3c\u0d41-\u0d44\u0d4d\u0d62\u0d63\u0d81\u0dca\u0dd2-\u0dd4\u0dd6\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u0f18\u0f19\u0f35\u0f37\u0f39\u0f71-\u0f7e\u0f80-\u0f84\u0f86\u0f87\u0f8d-\u0f97\u0f99-\u0fbc\u0fc6\u102d-\u1030\u1032-\u1037\u1039\u103a\u103d\u103e\u1058\u1059\u105e-\u1060\u1071-\u1074\u1082\u1085\u1086\u108d\u109d\u115f\u1160\u135d-\u135f\u1712-\u1714\u1732\u1733\u1752\u1753\u1772\u1773\u17b4\u17b5\u17b7-\u17bd\u17c6\u17c9-\u17d3\u17dd\u180b-\u180f\u1885\u1886\u18a9\u1920-\u1922\u1927\u1928\u1932\u1939-\u193b\u1a17\u1a18\u1a1b\u1a56\u1a58-\u1a5e\u1a60\u1a62\u1a65-\u1a6c\u1a73-\u1a7c\u1a7f\u1ab0-\u1add\u1ae0-\u1aeb\u1b00-\u1b03\u1b34\u1b36-\u1b3a\u1b3c\u1b42\u1b6b-\u1b73\u1b80\u1b81\u1ba2-\u1ba5\u1ba8\u1ba9\u1bab-\u1bad\u1be6\u1be8\u1be9\u1bed\u1bef-\u1bf1\u1c2c-\u1c33\u1c36\u1c37\u1cd0-\u1cd2\u1cd4-\u1ce0\u1ce2-\u1ce8\u1ced\u1cf4\u1cf8\u1cf9\u1dc0-\u1dff\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20d0-\u20f0\u2cef-\u2cf1\u2d7f\u2de0-\u2dff\u302a-\u302d\u3099\u309a\u3164\ua66f-\ua672\ua674-\ua67d\ua69e\ua69f\ua6f0\ua6f1\ua802\ua806\ua80b\ua825\ua826\ua82c\ua8c4\ua8c5\ua8e0-\ua8f1\ua8ff\ua926-\ua92d\ua947-\ua951\ua980-\ua982\ua9b3\ua9b6-\ua9b9\ua9bc\ua9bd\ua9e5\uaa29-\uaa2e\uaa31\uaa32\uaa35\uaa36\uaa43\uaa4c\uaa7c\uaab0\uaab2-\uaab4\uaab7\uaab8\uaabe\uaabf\uaac1\uaaec\uaaed\uaaf6\uabe5\uabe8\uabed\ufb1e\ufe00-\ufe0f\ufe20-\ufe2f\ufeff\uffa0\ufff0-\ufffb\U000101fd\U000102e0\U00010376-\U0001037a\U00010a01-\U00010a03\U00010a05\U00010a06\U00010a0c-\U00010a0f\U00010a38-\U00010a3a\U00010a3f\U00010ae5\U00010ae6\U00010d24-\U00010d27\U00010d69-\U00010d6d\U00010eab\U00010eac\U00010efa-\U00010eff\U00010f46-\U00010f50\U00010f82-\U00010f85\U00011001\U00011038-\U00011046\U00011070\U00011073\U00011074\U0001107f-\U00011081\U000110b3-\U000110b6\U000110b9\U000110ba\U000110bd\U000110c2\U000110cd\U00011100-\U00011102\U00011127-\U0001112b\U0001112d-\U00011134\U00011173\U00011180\U00011181\U000111b6-\U000111be\U000111c9-\U000111cc\U000111cf\U0001122f-\U00011231\U00011234\U00011236\U00011237\U0001123e\U00011241\U000112df\U000112e3-\U000112ea\U00011300\U00011301\U0001133b\U0001133c\U00011340\U00011366-\U0001136c\U00011370-\U00011374\U000113bb-\U000113c0\U000113ce\U000113d0\U000113d2\U000113e1\U000113e2\U00011438-\U0001143f\U00011442-\U00011444\U00011446\U0001145e\U000114b3-\U000114b8\U000114ba\U000114bf\U000114c0\U000114c2\U000114c3\U000115b2-\U000115b5\U000115bc\U000115bd\U000115bf\U000115c0\U000115dc\U000115dd\U00011633-\U0001163a\U0001163d\U0001163f\U00011640\U000116ab\U000116ad\U000116b0-\U000116b5\U000116b7\U0001171d\U0001171f\U00011722-\U00011725\U00011727-\U0001172b\U0001182f-\U00011837\U00011839\U0001183a\U0001193b\U0001193c\U0001193e\U00011943\U000119d4-\U000119d7\U000119da\U000119db\U000119e0\U00011a01-\U00011a0a\U00011a33-\U00011a38\U00011a3b-\U00011a3e\U00011a47\U00011a51-\U00011a56\U00011a59-\U00011a5b\U00011a8a-\U00011a96\U00011a98\U00011a99\U00011b60\U00011b62-\U00011b64\U00011b66\U00011c30-\U00011c36\U00011c38-\U00011c3d\U00011c3f\U00011c92-\U00011ca7\U00011caa-\U00011cb0\U00011cb2\U00011cb3\U00011cb5\U00011cb6\U00011d31-\U00011d36\U00011d3a\U00011d3c\U00011d3d\U00011d3f-\U00011d45\U00011d47\U00011d90\U00011d91\U00011d95\U00011d97\U00011ef3\U00011ef4\U00011f00\U00011f01\U00011f36-\U00011f3a\U00011f40\U00011f42\U00011f5a\U00013430-\U00013440\U00013447-\U00013455\U0001611e-\U00016129\U0001612d-\U0001612f\U00016af0-\U00016af4\U00016b30-\U00016b36\U00016f4f\U00016f8f-\U00016f92\U00016fe4\U0001bc9d\U0001bc9e\U0001bca0-\U0001bca3\U0001cf00-\U0001cf2d\U0001cf30-\U0001cf46\U0001d167-\U0001d169\U0001d173-\U0001d182\U0001d185-\U0001d18b\U0001d1aa-\U0001d1ad\U0001d242-\U0001d244\U0001da00-\U0001da36\U0001da3b-\U0001da6c\U0001da75\U0001da84\U0001da9b-\U0001da9f\U0001daa1-\U0001daaf\U0001e000-\U0001e006\U0001e008-\U0001e018\U0001e01b-\U0001e021\U0001e023\U0001e024\U0001e026-\U0001e02a\U0001e08f\U0001e130-\U0001e136\U0001e2ae\U0001e2ec-\U0001e2ef\U0001e4ec-\U0001e4ef\U0001e5ee\U0001e5ef\U0001e6e3\U0001e6e6\U0001e6ee\U0001e6ef\U0001e6f5\U0001e8d0-\U0001e8d6\U0001e944-\U0001e94a\U000e0000-\U000e0fff]'::text


CREATE OR REPLACE FUNCTION public.unicode_symbols()
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN '[\u0024\u00a2-\u00a6\u00a9\u00ae\u00b0\u0482\u058d-\u058f\u060b\u060e\u060f\u06de\u06e9\u06fd\u06fe\u07f6\u07fe\u07ff\u09f2\u09f3\u09fa\u09fb\u0af1\u0b70\u0bf3-\u0bfa\u0c7f\u0d4f\u0d79\u0e3f\u0f01-\u0f03\u0f13\u0f15-\u0f17\u0f1a-\u0f1f\u0f34\u0f36\u0f38\u0fbe-\u0fc5\u0fc7-\u0fcc\u0fce\u0fcf\u0fd5-\u0fd8\u109e\u109f\u1390-\u1399\u166d\u17db\u1940\u19de-\u19ff\u1b61-\u1b6a\u1b74-\u1b7c\u20a0-\u20c1\u2100\u2101\u2103-\u2106\u2108\u2109\u2114\u2116\u2117\u211e-\u2123\u2125\u2127\u2129\u212e\u213a\u213b\u214a\u214c\u214d\u214f\u218a\u218b\u2195-\u2199\u219c-\u219f\u21a1\u21a2\u21a4\u21a5\u21a7-\u21ad\u21af-\u21cd\u21d0\u21d1\u21d3\u21d5-\u21f3\u2300-\u2307\u230c-\u231f\u2322-\u2328\u232b-\u237b\u237d-\u239a\u23b4-\u23db\u23e2-\u2429\u2440-\u244a\u249c-\u24e9\u2500-\u25b6\u25b8-\u25c0\u25c2-\u25f7\u2600-\u266e\u2670-\u2767\u2794-\u27bf\u2800-\u28ff\u2b00-\u2b2f\u2b45\u2b46\u2b4d-\u2b73\u2b76-\u2bff\u2ce5-\u2cea\u2e50\u2e51\u2e80-\u2e99\u2e9b-\u2ef3\u2f00-\u2fd5\u2ff0-\u2fff\u3004\u3012\u3013\u3020\u3036\u3037\u303e\u303f\u3190\u3191\u3196-\u319f\u31c0-\u31e5\u31ef\u3200-\u321e\u322a-\u3247\u3250\u3260-\u327f\u328a-\u32b0\u32c0-\u33ff\u4dc0-\u4dff\ua490-\ua4c6\ua828-\ua82b\ua836-\ua839\uaa77-\uaa79\ufbc3-\ufbd2\ufd40-\ufd4f\ufd90\ufd91\ufdc8-\ufdcf\ufdfc-\ufdff\ufe69\uff04\uffe0\uffe1\uffe4-\uffe6\uffe8\uffed\uffee\ufffc\ufffd\U00010137-\U0001013f\U00010179-\U00010189\U0001018c-\U0001018e\U00010190-\U0001019c\U000101a0\U000101d0-\U000101fc\U00010877\U00010878\U00010ac8\U00010ed1-\U00010ed8\U0001173f\U00011fd5-\U00011ff1\U00016b3c-\U00016b3f\U00016b45\U0001bc9c\U0001cc00-\U0001ccef\U0001ccfa-\U0001ccfc\U0001cd00-\U0001ceb3\U0001ceba-\U0001ced0\U0001cee0-\U0001ceef\U0001cf50-\U0001cfc3\U0001d000-\U0001d0f5\U0001d100-\U0001d126\U0001d129-\U0001d164\U0001d16a-\U0001d16c\U0001d183\U0001d184\U0001d18c-\U0001d1a9\U0001d1ae-\U0001d1ea\U0001d200-\U0001d241\U0001d245\U0001d300-\U0001d356\U0001d800-\U0001d9ff\U0001da37-\U0001da3a\U0001da6d-\U0001da74\U0001da76-\U0001da83\U0001da85\U0001da86\U0001e14f\U0001e2ff\U0001ecac\U0001ecb0\U0001ed2e\U0001f000-\U0001f02b\U0001f030-\U0001f093\U0001f0a0-\U0001f0ae\U0001f0b1-\U0001f0bf\U0001f0c1-\U0001f0cf\U0001f0d1-\U0001f0f5\U0001f10d-\U0001f1ad\U0001f1e6-\U0001f202\U0001f210-\U0001f23b\U0001f240-\U0001f248\U0001f250\U0001f251\U0001f260-\U0001f265\U0001f300-\U0001f3fa\U0001f400-\U0001f6d8\U0001f6dc-\U0001f6ec\U0001f6f0-\U0001f6fc\U0001f700-\U0001f7d9\U0001f7e0-\U0001f7eb\U0001f7f0\U0001f800-\U0001f80b\U0001f810-\U0001f847\U0001f850-\U0001f859\U0001f860-\U0001f887\U0001f890-\U0001f8ad\U0001f8b0-\U0001f8bb\U0001f8c0\U0001f8c1\U0001f900-\U0001fa57\U0001fa60-\U0001fa6d\U0001fa70-\U0001fa7c\U0001fa80-\U0001fa8a\U0001fa8e-\U0001fac6\U0001fac8\U0001facd-\U0001fadc\U0001fadf-\U0001faea\U0001faef-\U0001faf8\U0001fb00-\U0001fb92\U0001fb94-\U0001fbef\U0001fbfa]'::text


CREATE OR REPLACE FUNCTION public.unicode_unspaced()
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN '[\u00b7\u02bc\u02c7\u02c9-\u02cb\u02d7\u02d9\u02ea\u02eb\u0300\u0301\u0303\u0305\u0307\u0308\u030c\u0323\u0331\u0e01-\u0e3a\u0e40-\u0e5b\u0e81\u0e82\u0e84\u0e86-\u0e8a\u0e8c-\u0ea3\u0ea5\u0ea7-\u0ebd\u0ec0-\u0ec4\u0ec6\u0ec8-\u0ece\u0ed0-\u0ed9\u0edc-\u0edf\u0f00-\u0f47\u0f49-\u0f6c\u0f71-\u0f97\u0f99-\u0fbc\u0fbe-\u0fcc\u0fce-\u0fd4\u0fd9\u0fda\u1000-\u109f\u1780-\u17dd\u17e0-\u17e9\u17f0-\u17f9\u1950-\u196d\u1970-\u1974\u1980-\u19ab\u19b0-\u19c9\u19d0-\u19da\u19de-\u19ff\u1a20-\u1a5e\u1a60-\u1a7c\u1a7f-\u1a89\u1a90-\u1a99\u1aa0-\u1aad\u1b00-\u1b4c\u1b4e-\u1b7f\u2e80-\u2e99\u2e9b-\u2ef3\u2f00-\u2fd5\u2ff0-\u2fff\u3001-\u3003\u3005-\u3011\u3013-\u301f\u3021-\u302d\u3030-\u3035\u3037-\u303f\u3041-\u3096\u3099-\u30ff\u3105-\u312f\u3190-\u31e5\u31ef-\u31ff\u3220-\u3247\u3280-\u32b0\u32c0-\u32cb\u32d0-\u3370\u337b-\u337f\u33e0-\u33fe\u3400-\u4dbf\u4e00-\ua48c\ua490-\ua4c6\ua700-\ua707\ua92e\ua980-\ua9cd\ua9cf-\ua9d9\ua9de-\ua9fe\uaa60-\uaac2\uaadb-\uaadf\uf900-\ufa6d\ufa70-\ufad9\ufe45\ufe46\uff61-\uff9f\U000116d0-\U000116e3\U00011700-\U0001171a\U0001171d-\U0001172b\U00011730-\U00011746\U00016fe2\U00016fe3\U00016ff0-\U00016ff6\U0001aff0-\U0001aff3\U0001aff5-\U0001affb\U0001affd\U0001affe\U0001b000-\U0001b122\U0001b132\U0001b150-\U0001b152\U0001b155\U0001b164-\U0001b167\U0001d360-\U0001d371\U0001f200\U0001f250\U0001f251\U00020000-\U0002a6df\U0002a700-\U0002b81d\U0002b820-\U0002cead\U0002ceb0-\U0002ebe0\U0002ebf0-\U0002ee5d\U0002f800-\U0002fa1d\U00030000-\U0003134a\U00031350-\U00033479]'::text


CREATE OR REPLACE FUNCTION public.user_answer(account users)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
AS $function$
begin
  return jsonb_build_object(
    'id', account.id, 'email', account.email, 'name', account.name, 'time_zone', account.time_zone,
    'created_at', instant(account.created_at)
  );
end $function$


CREATE OR REPLACE FUNCTION public.words_held(text text)
 RETURNS text[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN split_words(fold_words(text), false)


CREATE OR REPLACE FUNCTION public.words_of(text text)
 RETURNS text[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN array_remove(string_to_array(folded(text), ' '::text), ''::text)


CREATE OR REPLACE FUNCTION public.words_sought(search text)
 RETURNS text[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN ARRAY(SELECT DISTINCT word.word FROM unnest(split_words(fold_words(words_sought.search), true)) word(word))


table changes
  user_id bigint not null
  seq bigint not null
  ordinal integer not null
  type change_type
  entity_id bigint not null
  data change_data
  before jsonb
  columns jsonb
  position bigint
  operation text
  request_id text
  via text
  at timestamp with time zone not null default now()
  constraint changes_pkey PRIMARY KEY (user_id, seq, ordinal)
  grant delete, select, select (at), select (ordinal), select (seq), select (user_id) to taskpact_maintenance
  grant insert, select, update (before), update (columns), update (data) to taskpact_recorder
  grant select to taskpact_runtime
  CREATE INDEX changes_at ON public.changes USING btree (at)
  CREATE INDEX changes_of_thing ON public.changes USING btree (user_id, entity_id, seq, ordinal, type)
  CREATE INDEX changes_with_gap ON public.changes USING btree (user_id, seq, ordinal) WHERE ((type = 'list'::change_type) AND (data IS NOT NULL) AND (columns @> '{"tasks_remain": true}'::jsonb))
  policy caller to public using ((user_id = ( SELECT caller_id() AS caller_id)))
  policy maintenance to taskpact_maintenance using (true)
  policy recording to taskpact_recorder using (true) with check (true)
  row level security on, forced
  CREATE TRIGGER forgotten AFTER UPDATE ON public.changes FOR EACH ROW WHEN (((old.data IS NOT NULL) AND (new.data IS NULL))) EXECUTE FUNCTION forget_deliveries()

table email_links
  hash bytea not null
  user_id bigint not null
  mail_id bigint not null
  kind mail_kind not null
  email text not null
  replaced boolean not null default false
  created_at timestamp with time zone not null default now()
  constraint email_link_length CHECK ((char_length(email) <= 254))
  constraint email_links_pkey PRIMARY KEY (hash)
  constraint email_links_user_id_fkey FOREIGN KEY (user_id) REFERENCES passwords(user_id) ON DELETE CASCADE
  grant delete, insert, select, update (replaced) to taskpact_authentication
  grant delete, select, update (replaced) to taskpact_maintenance
  CREATE INDEX email_links_created_at ON public.email_links USING btree (created_at)
  CREATE INDEX email_links_user ON public.email_links USING btree (user_id)
  policy authentication to taskpact_authentication using (true) with check (true)
  policy caller to public using ((user_id = ( SELECT caller_id() AS caller_id)))
  policy maintenance to taskpact_maintenance using ((created_at < (now() - '01:00:00'::interval)))
  policy own to taskpact_authentication using (((( SELECT caller_id() AS caller_id) IS NULL) OR (user_id = ( SELECT caller_id() AS caller_id))))
  row level security on, forced

table event_places
  user_id bigint not null
  seq bigint not null default 0
  ordinal integer not null default 2147483647
  constraint event_places_pkey PRIMARY KEY (user_id)
  constraint event_places_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
  grant insert, select, update to taskpact_maintenance
  policy maintenance to taskpact_maintenance using (true) with check (true)
  row level security on, forced

table feeds
  user_id bigint not null
  seq bigint not null default 0
  at timestamp with time zone not null default now()
  transaction_id xid8
  begun_at timestamp with time zone not null default now()
  constraint feeds_pkey PRIMARY KEY (user_id)
  constraint feeds_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
  grant select to taskpact_authentication
  grant select (seq), select (user_id) to taskpact_maintenance
  grant delete, insert, select, update to taskpact_recorder
  grant select to taskpact_runtime
  policy caller to public using ((user_id = ( SELECT caller_id() AS caller_id)))
  policy maintenance for select to taskpact_maintenance using (true)
  policy recording to taskpact_recorder using (true) with check (true)
  row level security on, forced

table heartbeat
  id boolean not null default true
  installation uuid not null default gen_random_uuid()
  constraint heartbeat_one CHECK (id)
  constraint heartbeat_pkey PRIMARY KEY (id)
  grant select to taskpact_authentication
  grant select to taskpact_maintenance
  grant select to taskpact_runtime
  row level security OFF, NOT FORCED

table idempotency_keys
  user_id bigint
  key text not null
  fingerprint bytea not null
  status integer not null
  headers jsonb not null
  body text
  created_at timestamp with time zone not null default now()
  constraint idempotency_keys_unique UNIQUE NULLS NOT DISTINCT (user_id, key)
  constraint idempotency_keys_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
  grant insert, select, update to taskpact_authentication
  grant delete, select, update to taskpact_maintenance
  grant insert, select, update to taskpact_runtime
  CREATE INDEX idempotency_keys_created_at ON public.idempotency_keys USING btree (created_at)
  policy authentication to taskpact_authentication using ((user_id IS NULL)) with check ((user_id IS NULL))
  policy caller to public using ((user_id = ( SELECT caller_id() AS caller_id)))
  policy maintenance to taskpact_maintenance using (((created_at < (now() - '24:00:00'::interval)) OR (user_id = ANY (ARRAY( SELECT users.id
   FROM users
  WHERE (users.deleted_at IS NOT NULL))))))
  row level security on, forced

table identities
  issuer text not null
  subject text not null
  user_id bigint not null
  constraint identities_pkey PRIMARY KEY (issuer, subject)
  constraint identities_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
  grant insert, select to taskpact_authentication
  grant delete, select (user_id) to taskpact_runtime
  CREATE INDEX identities_user_id ON public.identities USING btree (user_id)
  policy authentication to taskpact_authentication using (true) with check (true)
  policy caller to public using ((user_id = ( SELECT caller_id() AS caller_id)))
  row level security on, forced

table lists
  id bigint not null generated always as identity
  user_id bigint not null
  name text not null
  color text
  created_at timestamp with time zone not null default now()
  updated_at timestamp with time zone not null default now()
  version bigint not null default 1
  deleted_at timestamp with time zone
  rank bigint not null default next_rank()
  tasks_remain boolean not null default false
  trash_position bigint
  constraint list_color_format CHECK ((color ~ '^#[0-9a-f]{6}$'::text))
  constraint list_name_length CHECK ((char_length(name) <= 100))
  constraint list_name_not_blank CHECK ((name ~ '\S'::text))
  constraint lists_pkey PRIMARY KEY (user_id, id)
  constraint lists_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
  constraint recorded TRIGGER DEFERRABLE INITIALLY DEFERRED
  constraint recorded_change TRIGGER DEFERRABLE INITIALLY DEFERRED
  constraint usage_kept TRIGGER DEFERRABLE INITIALLY DEFERRED
  constraint usage_of_text_kept TRIGGER DEFERRABLE INITIALLY DEFERRED
  grant select (id), select (tasks_remain), select (user_id) to taskpact_finder
  grant delete, select (deleted_at), select (id), select (tasks_remain), select (user_id), update (deleted_at), update (tasks_remain) to taskpact_maintenance
  grant delete, insert, select, update to taskpact_runtime
  CREATE INDEX lists_deleted_at ON public.lists USING btree (deleted_at) WHERE (deleted_at IS NOT NULL)
  CREATE INDEX lists_with_rest ON public.lists USING btree (user_id, id) WHERE tasks_remain
  policy caller to public using ((user_id = ( SELECT caller_id() AS caller_id)))
  policy maintenance to taskpact_maintenance using (((deleted_at < (now() - '30 days'::interval)) OR (user_id = ANY (ARRAY( SELECT users.id
   FROM users
  WHERE (users.deleted_at IS NOT NULL))))))
  policy moved for update to taskpact_maintenance using (tasks_remain) with check ((NOT tasks_remain))
  policy moving for select to taskpact_maintenance using ((deleted_at IS NOT NULL))
  row level security on, forced
  CREATE CONSTRAINT TRIGGER recorded AFTER INSERT OR DELETE ON public.lists DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION record_list()
  CREATE CONSTRAINT TRIGGER recorded_change AFTER UPDATE ON public.lists DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION record_list()
  CREATE CONSTRAINT TRIGGER usage_kept AFTER INSERT OR DELETE ON public.lists DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((caller_id() IS NOT NULL)) EXECUTE FUNCTION keep_usage()
  CREATE TRIGGER usage_of_gone AFTER DELETE ON public.lists REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_lists()
  CREATE TRIGGER usage_of_many AFTER INSERT ON public.lists REFERENCING NEW TABLE AS changed FOR EACH STATEMENT WHEN ((caller_id() IS NULL)) EXECUTE FUNCTION count_lists()
  CREATE TRIGGER usage_of_new AFTER INSERT ON public.lists FOR EACH ROW WHEN ((caller_id() IS NOT NULL)) EXECUTE FUNCTION count_list()
  CREATE TRIGGER usage_of_text AFTER UPDATE OF name ON public.lists FOR EACH ROW WHEN ((old.name IS DISTINCT FROM new.name)) EXECUTE FUNCTION count_name_bytes()
  CREATE CONSTRAINT TRIGGER usage_of_text_kept AFTER UPDATE OF name ON public.lists DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (((caller_id() IS NOT NULL) AND (old.name IS DISTINCT FROM new.name))) EXECUTE FUNCTION keep_usage()
  CREATE TRIGGER version_raised BEFORE UPDATE ON public.lists FOR EACH ROW WHEN ((((new.version <= old.version) OR (new.updated_at = old.updated_at)) AND (((new.name IS DISTINCT FROM old.name) OR (new.color IS DISTINCT FROM old.color)) OR (new.deleted_at IS DISTINCT FROM old.deleted_at)) AND (new.deleted_at IS DISTINCT FROM '-infinity'::timestamp with time zone))) EXECUTE FUNCTION raise_version()

table mails
  id bigint not null generated always as identity
  user_id bigint
  kind mail_kind not null
  client text
  tries integer not null default 0
  next_at timestamp with time zone not null default now()
  created_at timestamp with time zone not null default now()
  email text
  constraint mail_client_length CHECK ((char_length(client) <= 50))
  constraint mail_email_length CHECK ((char_length(email) <= 254))
  constraint mails_pkey PRIMARY KEY (id)
  grant delete, insert, select to taskpact_authentication
  grant delete, select (created_at), select (id), select (kind), select (next_at), select (tries), select (user_id), update (next_at), update (tries) to taskpact_maintenance
  grant delete, select (user_id) to taskpact_runtime
  CREATE INDEX mails_next_at ON public.mails USING btree (next_at)
  policy authentication to taskpact_authentication using (true) with check (true)
  policy caller to public using ((user_id = ( SELECT caller_id() AS caller_id)))
  policy maintenance to taskpact_maintenance using (true) with check (true)
  policy own to taskpact_authentication using (((( SELECT caller_id() AS caller_id) IS NULL) OR (user_id = ( SELECT caller_id() AS caller_id))))
  row level security on, forced

table occurrences
  id bigint not null generated always as identity
  user_id bigint not null
  task_id bigint not null
  due due not null
  outcome outcome not null
  completed_at timestamp with time zone not null default now()
  recurs_from due not null
  recurs_at due not null
  recurs_number integer not null
  constraint occurrences_pkey PRIMARY KEY (user_id, task_id, id)
  constraint occurrences_user_id_task_id_fkey FOREIGN KEY (user_id, task_id) REFERENCES tasks(user_id, id) ON DELETE CASCADE
  constraint recorded TRIGGER DEFERRABLE INITIALLY DEFERRED
  grant delete, insert, select to taskpact_runtime
  policy caller to public using ((user_id = ( SELECT caller_id() AS caller_id)))
  row level security on, forced
  CREATE CONSTRAINT TRIGGER recorded AFTER INSERT OR DELETE ON public.occurrences DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION record_occurrence()

table passwords
  user_id bigint not null
  email_key text not null
  hash text not null
  email_verified boolean not null default false
  constraint passwords_email_taken UNIQUE (email_key)
  constraint passwords_pkey PRIMARY KEY (user_id)
  constraint passwords_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
  grant insert, select, update (email_key), update (email_verified), update (hash) to taskpact_authentication
  grant delete, select (email_verified), select (user_id) to taskpact_runtime
  policy authentication to taskpact_authentication using (true) with check (true)
  policy caller to public using ((user_id = ( SELECT caller_id() AS caller_id)))
  policy own to taskpact_authentication using (((( SELECT caller_id() AS caller_id) IS NULL) OR (user_id = ( SELECT caller_id() AS caller_id))))
  row level security on, forced

table personal_tokens
  id bigint not null generated always as identity
  user_id bigint not null
  name text not null
  scopes token_scopes not null
  hash bytea not null
  created_at timestamp with time zone not null default now()
  expires_at timestamp with time zone not null
  last_used_on date
  constraint personal_token_name_length CHECK ((char_length(name) <= 100))
  constraint personal_tokens_hash UNIQUE (hash)
  constraint personal_tokens_pkey PRIMARY KEY (user_id, id)
  constraint personal_tokens_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
  grant delete, select to taskpact_authentication
  grant delete, select (expires_at), select (id), select (user_id), update (last_used_on) to taskpact_maintenance
  grant delete, insert, select (created_at), select (expires_at), select (id), select (last_used_on), select (name), select (scopes), select (user_id), update (last_used_on) to taskpact_runtime
  CREATE INDEX personal_tokens_expires_at ON public.personal_tokens USING btree (expires_at)
  policy authentication for select to taskpact_authentication using (true)
  policy authentication_ends for delete to taskpact_authentication using (((( SELECT caller_id() AS caller_id) IS NULL) OR (user_id = ( SELECT caller_id() AS caller_id))))
  policy caller to public using ((user_id = ( SELECT caller_id() AS caller_id)))
  policy maintenance to taskpact_maintenance using ((expires_at < now()))
  row level security on, forced

table quota_usage
  user_id bigint not null
  tasks bigint not null default 0
  lists bigint not null default 0
  tags bigint not null default 0
  bytes bigint not null default 0
  constraint quota_usage_pkey PRIMARY KEY (user_id)
  constraint quota_usage_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
  grant insert to taskpact_authentication
  grant select, update to taskpact_maintenance
  grant delete, select, update to taskpact_runtime
  policy authentication for insert to taskpact_authentication with check (true)
  policy caller to public using ((user_id = ( SELECT caller_id() AS caller_id)))
  policy maintenance to taskpact_maintenance using (true)
  row level security on, forced

table rate_limits
  key text not null
  used bigint not null
  ends_at timestamp with time zone not null
  constraint rate_limits_pkey PRIMARY KEY (key)
  grant insert, select, update to taskpact_authentication
  grant delete, select, update to taskpact_maintenance
  CREATE INDEX rate_limits_ends_at ON public.rate_limits USING btree (ends_at)
  row level security OFF, NOT FORCED

table refresh_tokens
  hash bytea not null
  user_id bigint not null
  session_id uuid not null
  replaced_at timestamp with time zone
  constraint refresh_tokens_pkey PRIMARY KEY (hash)
  constraint refresh_tokens_user_id_session_id_fkey FOREIGN KEY (user_id, session_id) REFERENCES sessions(user_id, id) ON DELETE CASCADE
  grant delete, insert, select, update to taskpact_authentication
  CREATE INDEX refresh_tokens_session ON public.refresh_tokens USING btree (user_id, session_id)
  policy authentication to taskpact_authentication using (true) with check (true)
  policy caller to public using ((user_id = ( SELECT caller_id() AS caller_id)))
  policy own to taskpact_authentication using (((( SELECT caller_id() AS caller_id) IS NULL) OR (user_id = ( SELECT caller_id() AS caller_id))))
  row level security on, forced

table reset_links
  hash bytea not null
  user_id bigint not null
  mail_id bigint not null
  created_at timestamp with time zone not null default now()
  constraint reset_links_pkey PRIMARY KEY (hash)
  constraint reset_links_user_id_fkey FOREIGN KEY (user_id) REFERENCES passwords(user_id) ON DELETE CASCADE
  grant delete, insert, select to taskpact_authentication
  grant delete, select, update to taskpact_maintenance
  CREATE INDEX reset_links_created_at ON public.reset_links USING btree (created_at)
  CREATE INDEX reset_links_user ON public.reset_links USING btree (user_id)
  policy authentication to taskpact_authentication using (true) with check (true)
  policy caller to public using ((user_id = ( SELECT caller_id() AS caller_id)))
  policy maintenance to taskpact_maintenance using ((created_at < (now() - '01:00:00'::interval)))
  policy own to taskpact_authentication using (((( SELECT caller_id() AS caller_id) IS NULL) OR (user_id = ( SELECT caller_id() AS caller_id))))
  row level security on, forced

table schema_migrations
  name text not null
  checksum text not null
  applied_at timestamp with time zone not null default now()
  constraint schema_migrations_pkey PRIMARY KEY (name)
  row level security OFF, NOT FORCED

table sessions
  id uuid not null default gen_random_uuid()
  user_id bigint not null
  created_at timestamp with time zone not null default now()
  expires_at timestamp with time zone not null
  number bigint not null generated always as identity
  client text
  last_used_on date not null default ((now() AT TIME ZONE 'UTC'::text))::date
  constraint session_client_length CHECK ((char_length(client) <= 50))
  constraint sessions_pkey PRIMARY KEY (id)
  constraint sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES passwords(user_id) ON DELETE CASCADE
  constraint sessions_user_id_id_key UNIQUE (user_id, id)
  grant delete, insert, select, update to taskpact_authentication
  grant delete, select, update to taskpact_maintenance
  grant delete, select to taskpact_runtime
  policy authentication to taskpact_authentication using (true) with check (true)
  policy caller to public using ((user_id = ( SELECT caller_id() AS caller_id)))
  policy maintenance to taskpact_maintenance using ((expires_at < now()))
  policy own to taskpact_authentication using (((( SELECT caller_id() AS caller_id) IS NULL) OR (user_id = ( SELECT caller_id() AS caller_id))))
  row level security on, forced

table stream_tickets
  user_id bigint not null
  id uuid not null default gen_random_uuid()
  expires_at timestamp with time zone not null
  constraint stream_tickets_pkey PRIMARY KEY (user_id, id)
  constraint stream_tickets_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
  grant delete, select, update to taskpact_maintenance
  grant delete, insert, select to taskpact_runtime
  CREATE INDEX stream_tickets_expires_at ON public.stream_tickets USING btree (expires_at)
  policy caller to public using ((user_id = ( SELECT caller_id() AS caller_id)))
  policy maintenance to taskpact_maintenance using ((expires_at < now()))
  row level security on, forced

table tag_counts
  user_id bigint not null
  name_key text not null
  list_id bigint
  tasks bigint not null
  open bigint not null
  merged boolean not null default false
  grant delete, insert, select to taskpact_maintenance
  grant insert, select to taskpact_runtime
  CREATE INDEX tag_counts_by_tag ON public.tag_counts USING btree (user_id, name_key, merged)
  CREATE INDEX tag_counts_to_merge ON public.tag_counts USING btree (user_id, name_key, list_id) WHERE (NOT merged)
  policy caller to public using ((user_id = ( SELECT caller_id() AS caller_id)))
  policy maintenance to taskpact_maintenance using (true)
  row level security on, forced

table tags
  id bigint not null generated always as identity
  user_id bigint not null
  name text not null
  name_key text not null
  color text
  created_at timestamp with time zone not null default now()
  updated_at timestamp with time zone not null default now()
  version bigint not null default 1
  constraint recorded TRIGGER DEFERRABLE INITIALLY DEFERRED
  constraint recorded_change TRIGGER DEFERRABLE INITIALLY DEFERRED
  constraint tag_color_form CHECK ((color ~ '^#[0-9a-f]{6}$'::text))
  constraint tag_name_length CHECK ((char_length(name) <= 50))
  constraint tag_name_not_blank CHECK ((name ~ '\S'::text))
  constraint tags_name_taken UNIQUE (user_id, name_key)
  constraint tags_pkey PRIMARY KEY (user_id, id)
  constraint tags_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
  constraint usage_kept TRIGGER DEFERRABLE INITIALLY DEFERRED
  constraint usage_of_text_kept TRIGGER DEFERRABLE INITIALLY DEFERRED
  grant delete, select (id), select (user_id) to taskpact_maintenance
  grant delete, insert, select, update to taskpact_runtime
  policy caller to public using ((user_id = ( SELECT caller_id() AS caller_id)))
  policy maintenance to taskpact_maintenance using ((user_id = ANY (ARRAY( SELECT users.id
   FROM users
  WHERE (users.deleted_at IS NOT NULL)))))
  row level security on, forced
  CREATE TRIGGER folded BEFORE INSERT OR UPDATE OF name, name_key ON public.tags FOR EACH ROW EXECUTE FUNCTION fold_tag()
  CREATE CONSTRAINT TRIGGER recorded AFTER INSERT OR DELETE ON public.tags DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION record_tag()
  CREATE CONSTRAINT TRIGGER recorded_change AFTER UPDATE ON public.tags DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION record_tag()
  CREATE CONSTRAINT TRIGGER usage_kept AFTER INSERT OR DELETE ON public.tags DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((caller_id() IS NOT NULL)) EXECUTE FUNCTION keep_usage()
  CREATE TRIGGER usage_of_gone AFTER DELETE ON public.tags REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_tags()
  CREATE TRIGGER usage_of_many AFTER INSERT ON public.tags REFERENCING NEW TABLE AS changed FOR EACH STATEMENT WHEN ((caller_id() IS NULL)) EXECUTE FUNCTION count_tags()
  CREATE TRIGGER usage_of_new AFTER INSERT ON public.tags FOR EACH ROW WHEN ((caller_id() IS NOT NULL)) EXECUTE FUNCTION count_tag()
  CREATE TRIGGER usage_of_text AFTER UPDATE OF name ON public.tags FOR EACH ROW WHEN ((old.name IS DISTINCT FROM new.name)) EXECUTE FUNCTION count_name_bytes()
  CREATE CONSTRAINT TRIGGER usage_of_text_kept AFTER UPDATE OF name ON public.tags DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (((caller_id() IS NOT NULL) AND (old.name IS DISTINCT FROM new.name))) EXECUTE FUNCTION keep_usage()
  CREATE TRIGGER version_raised BEFORE UPDATE ON public.tags FOR EACH ROW WHEN ((((new.version <= old.version) OR (new.updated_at = old.updated_at)) AND ((new.name IS DISTINCT FROM old.name) OR (new.color IS DISTINCT FROM old.color)))) EXECUTE FUNCTION raise_version()

table tasks
  id bigint not null generated always as identity
  user_id bigint not null
  title text not null
  description text
  completed boolean not null default false
  created_at timestamp with time zone not null default now()
  updated_at timestamp with time zone not null default now()
  version bigint not null default 1
  priority priority not null default 'none'::priority
  completed_at timestamp with time zone
  due due
  due_at timestamp with time zone
  recurrence recurrence
  recurs_from due
  recurs_at due
  recurs_number integer
  list_id bigint
  deleted_at timestamp with time zone
  tags text[] not null default '{}'::text[]
  tag_keys text[] not null default '{}'::text[]
  parent_id bigint
  subtask_count integer not null default 0
  open_subtask_count integer not null default 0
  rank bigint not null default next_rank()
  weight integer not null generated always as (
CASE priority
    WHEN 'none'::priority THEN 0
    WHEN 'low'::priority THEN 1
    WHEN 'medium'::priority THEN 2
    ELSE 3
END) stored
  constraint recorded TRIGGER DEFERRABLE INITIALLY DEFERRED
  constraint recorded_change TRIGGER DEFERRABLE INITIALLY DEFERRED
  constraint task_description_length CHECK ((char_length(description) <= 1000))
  constraint task_due_has_its_moment CHECK (((due IS NULL) = (due_at IS NULL))) NOT VALID
  constraint task_is_not_its_own_parent CHECK ((parent_id <> id)) NOT VALID
  constraint task_list_fkey FOREIGN KEY (user_id, list_id) REFERENCES lists(user_id, id) ON DELETE SET NULL (list_id) NOT VALID
  constraint task_open_is_not_completed CHECK ((completed OR (completed_at IS NULL))) NOT VALID
  constraint task_parent_fkey FOREIGN KEY (user_id, parent_id) REFERENCES tasks(user_id, id) ON DELETE SET NULL (parent_id) NOT VALID
  constraint task_recurring_has_a_due CHECK (((recurrence IS NULL) OR (due IS NOT NULL))) NOT VALID
  constraint task_recurring_has_its_place CHECK (((recurrence IS NULL) = (recurs_number IS NULL))) NOT VALID
  constraint task_tags_are_few CHECK (((cardinality(tags) <= 50) AND (cardinality(tag_keys) = cardinality(tags)))) NOT VALID
  constraint task_title_length CHECK ((char_length(title) <= 255))
  constraint task_title_not_blank CHECK ((title ~ '\S'::text))
  constraint tasks_pkey PRIMARY KEY (user_id, id)
  constraint tasks_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
  constraint usage_kept TRIGGER DEFERRABLE INITIALLY DEFERRED
  constraint usage_of_text_kept TRIGGER DEFERRABLE INITIALLY DEFERRED
  grant select (deleted_at), select (description), select (id), select (tag_keys), select (title), select (user_id) to taskpact_finder
  grant delete, select (deleted_at), select (id), select (list_id), select (user_id), update (deleted_at) to taskpact_maintenance
  grant delete, insert, select, update to taskpact_runtime
  CREATE INDEX tasks_by_due ON public.tasks USING btree (user_id, moment_or_never(due_at), id)
  CREATE INDEX tasks_by_name ON public.tasks USING btree (user_id, title COLLATE title_order, id)
  CREATE INDEX tasks_by_place ON public.tasks USING btree (user_id, id_or_zero(list_id), id_or_zero(parent_id), rank, id)
  CREATE INDEX tasks_by_priority ON public.tasks USING btree (user_id, weight, id)
  CREATE INDEX tasks_by_update ON public.tasks USING btree (user_id, updated_at, id)
  CREATE INDEX tasks_found_by ON public.tasks USING gin (search_keys(user_id, title, description))
  CREATE INDEX tasks_of_list ON public.tasks USING btree (user_id, list_id) WHERE (list_id IS NOT NULL)
  CREATE INDEX tasks_of_parent ON public.tasks USING btree (user_id, parent_id) WHERE (parent_id IS NOT NULL)
  CREATE INDEX tasks_tag_keys ON public.tasks USING gin (tag_keys) WHERE (tag_keys <> '{}'::text[])
  policy caller to public using ((user_id = ( SELECT caller_id() AS caller_id)))
  policy finding for select to taskpact_finder using (true)
  policy maintenance to taskpact_maintenance using (((deleted_at < (now() - '30 days'::interval)) OR (user_id = ANY (ARRAY( SELECT users.id
   FROM users
  WHERE (users.deleted_at IS NOT NULL)))) OR ((deleted_at IS NOT NULL) AND (EXISTS ( SELECT
   FROM trash
  WHERE ((trash.user_id = tasks.user_id) AND (trash.task_id = tasks.id))))) OR (EXISTS ( SELECT
   FROM lists
  WHERE ((lists.user_id = tasks.user_id) AND (lists.id = tasks.list_id) AND lists.tasks_remain AND (lists.deleted_at < (now() - '30 days'::interval)))))))
  policy moving for select to taskpact_maintenance using ((EXISTS ( SELECT
   FROM lists
  WHERE ((lists.user_id = tasks.user_id) AND (lists.id = tasks.list_id) AND lists.tasks_remain))))
  row level security on, forced
  CREATE TRIGGER folded_tags BEFORE INSERT OR UPDATE OF tags, tag_keys ON public.tasks FOR EACH ROW WHEN (((new.tags <> '{}'::text[]) OR (new.tag_keys <> '{}'::text[]))) EXECUTE FUNCTION fold_tags_of_task()
  CREATE CONSTRAINT TRIGGER recorded AFTER INSERT OR DELETE ON public.tasks DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION record_task()
  CREATE CONSTRAINT TRIGGER recorded_change AFTER UPDATE ON public.tasks DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (((((((((((((((((((old.version IS DISTINCT FROM new.version) OR (old.list_id IS DISTINCT FROM new.list_id)) OR (old.parent_id IS DISTINCT FROM new.parent_id)) OR (old.title IS DISTINCT FROM new.title)) OR (old.description IS DISTINCT FROM new.description)) OR (old.completed IS DISTINCT FROM new.completed)) OR (old.priority IS DISTINCT FROM new.priority)) OR (old.tags IS DISTINCT FROM new.tags)) OR (old.subtask_count IS DISTINCT FROM new.subtask_count)) OR (old.open_subtask_count IS DISTINCT FROM new.open_subtask_count)) OR ((old.due)::jsonb IS DISTINCT FROM (new.due)::jsonb)) OR ((old.recurrence)::jsonb IS DISTINCT FROM (new.recurrence)::jsonb)) OR ((old.recurs_from)::jsonb IS DISTINCT FROM (new.recurs_from)::jsonb)) OR ((old.recurs_at)::jsonb IS DISTINCT FROM (new.recurs_at)::jsonb)) OR (old.recurs_number IS DISTINCT FROM new.recurs_number)) OR (old.completed_at IS DISTINCT FROM new.completed_at)) OR (old.deleted_at IS DISTINCT FROM new.deleted_at)) OR (old.rank IS DISTINCT FROM new.rank))) EXECUTE FUNCTION record_task()
  CREATE TRIGGER tags_of_changed AFTER UPDATE OF list_id, completed, deleted_at, tag_keys ON public.tasks FOR EACH ROW WHEN ((((old.tag_keys <> '{}'::text[]) OR (new.tag_keys <> '{}'::text[])) AND ((((old.list_id IS DISTINCT FROM new.list_id) OR (old.completed IS DISTINCT FROM new.completed)) OR ((old.deleted_at IS NULL) IS DISTINCT FROM (new.deleted_at IS NULL))) OR (old.tag_keys IS DISTINCT FROM new.tag_keys)))) EXECUTE FUNCTION count_tags_of_task()
  CREATE TRIGGER tags_of_gone AFTER DELETE ON public.tasks FOR EACH ROW WHEN (((old.tag_keys <> '{}'::text[]) AND (old.deleted_at IS NULL))) EXECUTE FUNCTION count_tags_of_task()
  CREATE TRIGGER tags_of_new AFTER INSERT ON public.tasks FOR EACH ROW WHEN ((new.tag_keys <> '{}'::text[])) EXECUTE FUNCTION count_tags_of_task()
  CREATE CONSTRAINT TRIGGER usage_kept AFTER INSERT OR DELETE ON public.tasks DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((caller_id() IS NOT NULL)) EXECUTE FUNCTION keep_usage()
  CREATE TRIGGER usage_of_gone AFTER DELETE ON public.tasks REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_tasks()
  CREATE TRIGGER usage_of_many AFTER INSERT ON public.tasks REFERENCING NEW TABLE AS changed FOR EACH STATEMENT WHEN ((caller_id() IS NULL)) EXECUTE FUNCTION count_tasks()
  CREATE TRIGGER usage_of_new AFTER INSERT ON public.tasks FOR EACH ROW WHEN ((caller_id() IS NOT NULL)) EXECUTE FUNCTION count_task()
  CREATE TRIGGER usage_of_text AFTER UPDATE OF title, description, tags ON public.tasks FOR EACH ROW WHEN ((((old.title IS DISTINCT FROM new.title) OR (old.description IS DISTINCT FROM new.description)) OR (old.tags IS DISTINCT FROM new.tags))) EXECUTE FUNCTION count_task_bytes()
  CREATE CONSTRAINT TRIGGER usage_of_text_kept AFTER UPDATE OF title, description, tags ON public.tasks DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (((caller_id() IS NOT NULL) AND (((old.title IS DISTINCT FROM new.title) OR (old.description IS DISTINCT FROM new.description)) OR (old.tags IS DISTINCT FROM new.tags)))) EXECUTE FUNCTION keep_usage()
  CREATE TRIGGER version_raised BEFORE UPDATE ON public.tasks FOR EACH ROW WHEN ((((new.version <= old.version) OR (new.updated_at = old.updated_at)) AND (((((((((((((new.list_id IS DISTINCT FROM old.list_id) OR (new.parent_id IS DISTINCT FROM old.parent_id)) OR (new.title IS DISTINCT FROM old.title)) OR (new.description IS DISTINCT FROM old.description)) OR (new.completed IS DISTINCT FROM old.completed)) OR (new.priority IS DISTINCT FROM old.priority)) OR (new.tags IS DISTINCT FROM old.tags)) OR (new.subtask_count IS DISTINCT FROM old.subtask_count)) OR (new.open_subtask_count IS DISTINCT FROM old.open_subtask_count)) OR ((new.due)::jsonb IS DISTINCT FROM (old.due)::jsonb)) OR ((new.recurrence)::jsonb IS DISTINCT FROM (old.recurrence)::jsonb)) OR (new.completed_at IS DISTINCT FROM old.completed_at)) OR (new.deleted_at IS DISTINCT FROM old.deleted_at)))) EXECUTE FUNCTION raise_version()

table trash
  id bigint not null generated always as identity
  user_id bigint not null
  task_id bigint not null
  deleted_at timestamp with time zone not null default now()
  list_version bigint
  with_task_id bigint
  constraint recorded TRIGGER DEFERRABLE INITIALLY DEFERRED
  constraint trash_pkey PRIMARY KEY (user_id, id)
  constraint trash_user_id_task_id_fkey FOREIGN KEY (user_id, task_id) REFERENCES tasks(user_id, id) ON DELETE CASCADE
  constraint trash_user_id_task_id_key UNIQUE (user_id, task_id)
  grant select, update (deleted_at) to taskpact_maintenance
  grant delete, insert, select to taskpact_runtime
  CREATE INDEX trash_deleted_at ON public.trash USING btree (deleted_at)
  CREATE INDEX trash_with_task ON public.trash USING btree (user_id, with_task_id) WHERE (with_task_id IS NOT NULL)
  policy caller to public using (((user_id = ( SELECT caller_id() AS caller_id)) AND (deleted_at > '-infinity'::timestamp with time zone) AND (id > ( SELECT users.trash_emptied_to
   FROM users
  WHERE (users.id = caller_id()))))) with check ((user_id = ( SELECT caller_id() AS caller_id)))
  policy maintenance to taskpact_maintenance using (((deleted_at < (now() - '30 days'::interval)) OR (id <= ( SELECT users.trash_emptied_to
   FROM users
  WHERE (users.id = trash.user_id)))))
  row level security on, forced
  CREATE CONSTRAINT TRIGGER recorded AFTER INSERT OR DELETE ON public.trash DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION record_trash()

table users
  id bigint not null generated always as identity
  email text
  name text
  created_at timestamp with time zone not null default now()
  time_zone text not null default 'UTC'::text
  deleted_at timestamp with time zone
  trash_emptied_to bigint not null default 0
  disabled_at timestamp with time zone
  operator_acts bigint not null default 0
  constraint recorded_change TRIGGER DEFERRABLE INITIALLY DEFERRED
  constraint users_pkey PRIMARY KEY (id)
  grant insert, select, update (disabled_at), update (email), update (operator_acts) to taskpact_authentication
  grant delete, select (deleted_at), select (disabled_at), select (id), select (trash_emptied_to), update (trash_emptied_to) to taskpact_maintenance
  grant select, update (deleted_at), update (email), update (name), update (time_zone), update (trash_emptied_to) to taskpact_runtime
  CREATE INDEX users_with_rest ON public.users USING btree (id) WHERE ((deleted_at IS NOT NULL) OR (trash_emptied_to > 0))
  policy authentication to taskpact_authentication using (true) with check (true)
  policy caller to public using ((id = ( SELECT caller_id() AS caller_id)))
  policy looking for select to taskpact_maintenance using (true)
  policy maintenance for delete to taskpact_maintenance using ((deleted_at IS NOT NULL))
  policy marking for update to taskpact_maintenance using ((trash_emptied_to > 0)) with check ((trash_emptied_to = 0))
  policy own to taskpact_authentication using (((( SELECT caller_id() AS caller_id) IS NULL) OR (id = ( SELECT caller_id() AS caller_id))))
  row level security on, forced
  CREATE TRIGGER feed_begins AFTER INSERT ON public.users FOR EACH ROW EXECUTE FUNCTION begin_feed()
  CREATE TRIGGER feed_ends AFTER UPDATE OF deleted_at ON public.users FOR EACH ROW WHEN ((new.deleted_at IS NOT NULL)) EXECUTE FUNCTION end_feed()
  CREATE CONSTRAINT TRIGGER recorded_change AFTER UPDATE OF email, name, time_zone, operator_acts ON public.users DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((((((old.email IS DISTINCT FROM new.email) OR (old.name IS DISTINCT FROM new.name)) OR (old.time_zone IS DISTINCT FROM new.time_zone)) OR (old.operator_acts IS DISTINCT FROM new.operator_acts)) AND (new.deleted_at IS NULL))) EXECUTE FUNCTION record_user()
  CREATE TRIGGER usage_begins AFTER INSERT ON public.users FOR EACH ROW EXECUTE FUNCTION begin_usage()

table webhook_deliveries
  id bigint not null generated always as identity
  user_id bigint not null
  webhook_id bigint not null
  message_id text not null default ('msg_'::text || replace((gen_random_uuid())::text, '-'::text, ''::text))
  event text not null
  type change_type
  entity_id bigint
  seq bigint
  body text not null
  state delivery_state not null default 'queued'::delivery_state
  attempts webhook_attempts not null default '[]'::jsonb
  next_at timestamp with time zone default now()
  leased_until timestamp with time zone
  created_at timestamp with time zone not null default now()
  constraint webhook_deliveries_pkey PRIMARY KEY (user_id, webhook_id, id)
  grant delete, insert, select, update to taskpact_maintenance
  grant delete, select (entity_id), select (event), select (type), select (user_id) to taskpact_recorder
  grant insert, select to taskpact_runtime
  CREATE INDEX webhook_deliveries_created_at ON public.webhook_deliveries USING btree (created_at)
  CREATE INDEX webhook_deliveries_due ON public.webhook_deliveries USING btree (user_id, webhook_id, next_at) WHERE (state = 'queued'::delivery_state)
  CREATE UNIQUE INDEX webhook_deliveries_id ON public.webhook_deliveries USING btree (user_id, id)
  CREATE INDEX webhook_deliveries_of_entity ON public.webhook_deliveries USING btree (user_id, type, entity_id)
  policy caller to public using ((user_id = ( SELECT caller_id() AS caller_id)))
  policy maintenance to taskpact_maintenance using (true) with check (true)
  policy recording to taskpact_recorder using (true) with check (true)
  row level security on, forced

table webhooks
  id bigint not null generated always as identity
  user_id bigint not null
  url text not null
  events text[] not null
  enabled boolean not null default true
  disabled_reason webhook_disabled_reason
  secret text not null
  previous_secret text
  previous_secret_until timestamp with time zone
  queued_seq bigint not null
  queued_ordinal integer not null default 2147483647
  failing_since timestamp with time zone
  paused_until timestamp with time zone
  claimed_at timestamp with time zone
  created_at timestamp with time zone not null default now()
  updated_at timestamp with time zone not null default now()
  constraint webhooks_pkey PRIMARY KEY (user_id, id)
  constraint webhooks_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
  grant select, update to taskpact_maintenance
  grant delete, insert, select, update to taskpact_runtime
  CREATE INDEX webhooks_enabled ON public.webhooks USING btree (user_id, id) WHERE enabled
  policy caller to public using ((user_id = ( SELECT caller_id() AS caller_id)))
  policy maintenance to taskpact_maintenance using (true) with check (true)
  row level security on, forced
