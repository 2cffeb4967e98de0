-- The record of changes. Each committed transaction that changes a user's data takes the user's next number, and each row that it
-- changed is recorded with what it was and what it became. Triggers write it as the transaction commits, after all of its other locks:
-- the number is never waited for while a lock is held that another writer needs, and is held only until the commit is on disk. Thus
-- numbers have no gaps and are in the order of commits, so that who has read up to one has missed nothing before it.
do $$
begin
  if not exists (select from pg_roles where rolname = 'taskpact_recorder') then
    create role taskpact_recorder nologin;
  end if;
  grant taskpact_recorder to current_user;
end $$;

-- How far the numbers of a user are. The transaction that took the last one is known by its id and its time: the id alone comes again
-- on a server that a backup was restored to.
create table feeds (
  user_id bigint primary key references users on delete cascade,
  seq bigint not null default 0,
  at timestamptz not null default now(),
  transaction_id xid8
) with (fillfactor = 50);

create type change_type as enum ('user', 'list', 'tag', 'task', 'occurrence');

-- A user, list, tag, task or occurrence as the API returns it.
create domain change_data as jsonb;

-- There is no foreign key, because a check for each row would cost more than the row.
create table changes (
  user_id bigint not null,
  seq bigint not null,
  -- Its place in the transaction.
  ordinal integer not null,
  -- Null for an entry of the trash, which is recorded only for an undo.
  type change_type,
  entity_id bigint not null,
  -- As the API returned it then, and for what is in the trash or gone, null.
  data change_data,
  -- The fields of the API that have changed, as they were; all of them if data is null.
  before jsonb,
  -- The columns that have changed, as they were: what an undo puts back. Null for a new row.
  columns jsonb,
  -- Its place in the manual order, for what has one.
  position bigint,
  operation text,
  request_id text,
  via text,
  at timestamptz not null default now(),
  constraint changes_pkey primary key (user_id, seq, ordinal)
);
-- What happened to one thing, and whether a change is its last.
create index changes_of_entity on changes (user_id, type, entity_id, seq, ordinal);
create index changes_at on changes (at);

alter table feeds enable row level security, force row level security;
alter table changes enable row level security, force row level security;
create policy caller on feeds using (user_id = (select caller_id()));
create policy caller on changes using (user_id = (select caller_id()));
create policy recording on feeds to taskpact_recorder using (true) with check (true);
create policy recording on changes to taskpact_recorder using (true) with check (true);
create policy maintenance on feeds for select to taskpact_maintenance using (true);
create policy maintenance on changes to taskpact_maintenance using (true);
grant select on feeds, changes to taskpact_runtime;
grant select, insert, update, delete on feeds to taskpact_recorder;
grant select, insert, update (data, before, columns) on changes to taskpact_recorder;
grant select (user_id, seq) on feeds to taskpact_maintenance;
grant select (user_id, seq, ordinal, at), delete on changes to taskpact_maintenance;

-- An instant as the API has it.
create function instant(at timestamptz) returns text
  language sql stable parallel safe strict
  return to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');

-- Rows as the API returns them. A test compares each with what its operation returns.
create function task_answer(task tasks) returns jsonb
  language plpgsql stable parallel safe as $$
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
end $$;

create function list_answer(list lists) returns jsonb
  language plpgsql stable parallel safe as $$
begin
  return jsonb_build_object(
    'id', list.id, 'user_id', list.user_id, 'name', list.name, 'color', list.color, 'created_at', instant(list.created_at),
    'updated_at', instant(list.updated_at), 'version', list.version
  );
end $$;

create function tag_answer(tag tags) returns jsonb
  language plpgsql stable parallel safe as $$
begin
  return jsonb_build_object(
    'id', tag.id, 'user_id', tag.user_id, 'name', tag.name, 'color', tag.color, 'created_at', instant(tag.created_at),
    'updated_at', instant(tag.updated_at), 'version', tag.version
  );
end $$;

create function occurrence_answer(occurrence occurrences) returns jsonb
  language plpgsql stable parallel safe as $$
begin
  return jsonb_build_object(
    'id', occurrence.id, 'task_id', occurrence.task_id, 'due', occurrence.due, 'outcome', occurrence.outcome,
    'completed_at', instant(occurrence.completed_at)
  );
end $$;

create function user_answer(account users) returns jsonb
  language plpgsql stable parallel safe as $$
begin
  return jsonb_build_object(
    'id', account.id, 'email', account.email, 'name', account.name, 'time_zone', account.time_zone,
    'created_at', instant(account.created_at)
  );
end $$;

-- What the first object has and the second has not, or otherwise.
create function differing(first jsonb, second jsonb) returns jsonb
  language plpgsql immutable parallel safe as $$
begin
  return (select coalesce(jsonb_object_agg(key, value), '{}') from jsonb_each(first) where value is distinct from second -> key);
end $$;

-- Records a change of a row of one of the API's things.
-- before, data: as the API returns it; null if it was not there, or is gone
-- columns: those that have changed, as they were
create function record_change(owner bigint, type change_type, entity_id bigint, before jsonb, data jsonb, columns jsonb, "position" bigint) returns void
  language plpgsql as $$
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
    owner, step[2], step[3], type, entity_id, data, case when data is null then before else differing(before, data) end, columns, "position",
    context ->> 'operation', context ->> 'request_id', context ->> 'via'
  );
end $$;

-- Takes the text of what was purged out of what is recorded of it.
create function forget_changes(owner bigint, kind change_type, id bigint) returns void
  language plpgsql as $$
begin
  update changes
  set data = null, before = null, columns = null
  where changes.user_id = owner
    and changes.type = kind
    and changes.entity_id = id
    and (changes.data is not null or changes.before is not null or changes.columns is not null);
end $$;

-- What is derived from other columns, and what counts changes, is not put back.
create function kept_columns(columns jsonb) returns jsonb
  language sql immutable parallel safe strict
  return columns - array['version', 'updated_at', 'tag_keys', 'weight'];

create function record_task() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
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
end $$;

create function record_list() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
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
end $$;

create function record_tag() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
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
end $$;

create function record_occurrence() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'DELETE' then
    perform record_change(old.user_id, 'occurrence', old.id, occurrence_answer(old), null, to_jsonb(old), null);
  else
    perform record_change(new.user_id, 'occurrence', new.id, null, occurrence_answer(new), null, null);
  end if;
  return null;
end $$;

create function record_user() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform record_change(
    new.id, 'user', new.id, user_answer(old), user_answer(new), differing(kept_columns(to_jsonb(old)), to_jsonb(new)), null
  );
  return null;
end $$;

-- The entries of the trash are recorded only for an undo: what they mean for a client is recorded of their tasks.
create function record_trash() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'DELETE' then
    perform record_change(old.user_id, null, old.task_id, null, null, to_jsonb(old), null);
  else
    perform record_change(new.user_id, null, new.task_id, null, null, null, null);
  end if;
  return null;
end $$;

-- Named to fire before usage_kept, so that the number is taken first by each writer: no two can wait for each other. The moment of a
-- task's local due date follows from the user's time zone, and is not a change of the task.
create constraint trigger recorded after insert or delete on tasks deferrable initially deferred for each row execute function record_task();
create constraint trigger recorded_change after update on tasks deferrable initially deferred for each row
  when (
    (old.version, old.list_id, old.parent_id, old.title, old.description, old.completed, old.priority, old.tags, old.subtask_count,
      old.open_subtask_count, old.due, old.recurrence, old.recurs_from, old.recurs_at, old.recurs_number, old.completed_at, old.deleted_at,
      old.rank)
    is distinct from (new.version, new.list_id, new.parent_id, new.title, new.description, new.completed, new.priority, new.tags, new.subtask_count,
      new.open_subtask_count, new.due, new.recurrence, new.recurs_from, new.recurs_at, new.recurs_number, new.completed_at, new.deleted_at,
      new.rank)
  )
  execute function record_task();
create constraint trigger recorded after insert or delete on lists deferrable initially deferred for each row execute function record_list();
create constraint trigger recorded_change after update on lists deferrable initially deferred for each row
  when (old.* is distinct from new.*) execute function record_list();
create constraint trigger recorded after insert or delete on tags deferrable initially deferred for each row execute function record_tag();
create constraint trigger recorded_change after update on tags deferrable initially deferred for each row
  when (old.* is distinct from new.*) execute function record_tag();
create constraint trigger recorded after insert or delete on occurrences deferrable initially deferred for each row execute function record_occurrence();
create constraint trigger recorded after insert or delete on trash deferrable initially deferred for each row execute function record_trash();
create constraint trigger recorded_change after update of email, name, time_zone on users deferrable initially deferred for each row
  when ((old.email, old.name, old.time_zone) is distinct from (new.email, new.name, new.time_zone) and new.deleted_at is null)
  execute function record_user();

-- A feed begins and ends with its account.
create function begin_feed() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into feeds (user_id) values (new.id);
  return null;
end $$;
create trigger feed_begins after insert on users for each row execute function begin_feed();

create function end_feed() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  delete from feeds where user_id = new.id;
  return null;
end $$;
create trigger feed_ends after update of deleted_at on users for each row when (new.deleted_at is not null) execute function end_feed();

-- Records what the transaction has changed now rather than as it commits, and returns the number behind it: its own, or the last one.
create function finish_changes() returns table (seq bigint, at timestamptz)
  language plpgsql as $$
begin
  set constraints all immediate;
  return query select feeds.seq, feeds.at from feeds where feeds.user_id = caller_id();
end $$;

-- The service itself changes what is the user's in many rows of many users at once: it takes their numbers before their usage too.
create function take_feed(owner bigint) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform from feeds where user_id = owner for update;
end $$;

create or replace function add_usage(owner bigint, more bigint[]) returns text
  language plpgsql as $$
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
end $$;

-- Only who may create in a schema can be given what is in it.
grant create on schema public to taskpact_recorder;
alter function record_task() owner to taskpact_recorder;
alter function record_list() owner to taskpact_recorder;
alter function record_tag() owner to taskpact_recorder;
alter function record_occurrence() owner to taskpact_recorder;
alter function record_user() owner to taskpact_recorder;
alter function record_trash() owner to taskpact_recorder;
alter function begin_feed() owner to taskpact_recorder;
alter function end_feed() owner to taskpact_recorder;
alter function take_feed(bigint) owner to taskpact_recorder;
revoke create on schema public from taskpact_recorder;
revoke execute on function take_feed(bigint) from public;
grant execute on function take_feed(bigint) to taskpact_maintenance;

-- Nobody writes meanwhile, as the triggers above hold the table; row-level security would hide it from its owner.
alter table users no force row level security;
alter table feeds no force row level security;
insert into feeds (user_id) select id from users where deleted_at is null;
alter table users force row level security;
alter table feeds force row level security;
