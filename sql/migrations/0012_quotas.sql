-- What each user has, kept by triggers: no write counts rows. A transaction adds up what it changes and puts it on the user's row
-- as it commits, so that two writers of one user wait for each other no longer than that takes.
create table quota_usage (
  user_id bigint primary key references users on delete cascade,
  tasks bigint not null default 0,
  lists bigint not null default 0,
  tags bigint not null default 0,
  bytes bigint not null default 0
) with (fillfactor = 50);
alter table quota_usage enable row level security, force row level security;
create policy caller on quota_usage using (user_id = (select caller_id()));
create policy authentication on quota_usage for insert to taskpact_authentication with check (true);
create policy maintenance on quota_usage to taskpact_maintenance using (true);
grant select, update, delete on quota_usage to taskpact_runtime;
grant insert on quota_usage to taskpact_authentication;
grant select, update on quota_usage to taskpact_maintenance;

-- A quota that the transaction was opened with; null where it has none, as that of the cleanup.
create function quota(name text) returns bigint
  language sql stable
  return (nullif(current_setting('app.quotas', true), '')::jsonb ->> name)::bigint;

create function task_bytes(title text, description text, tags text[]) returns bigint
  language sql stable
  return octet_length(title) + coalesce(octet_length(description), 0) + octet_length(coalesce(tags::text, ''));

-- Which quota there is too much for, if any. Less of something is never refused, even above the quota, which may have been lowered.
create function exceeded_quota(more bigint[], tasks bigint, lists bigint, tags bigint, bytes bigint) returns text
  language sql stable
  return case
    when more[1] > 0 and tasks > quota('tasks') then 'tasks'
    when more[2] > 0 and lists > quota('lists') then 'lists'
    when more[3] > 0 and tags > quota('tags') then 'tags'
    when more[4] > 0 and bytes > quota('bytes') then 'bytes'
  end;

create function refuse_quota(name text) returns void
  language plpgsql as $$
begin
  raise exception 'the quota of % is used up', name using errcode = 'check_violation', constraint = 'quota_' || name, detail = quota(name)::text;
end $$;

-- Adds to what the transaction has changed so far: tasks, lists, tags and bytes. Looks at the quotas too, so that what exceeds one
-- fails where it is done; which of two writers at once comes too late is found as they commit. What is assigned though it is not
-- needed spares the executor, which PERFORM would start.
create function add_usage(owner bigint, more bigint[]) returns text
  language plpgsql as $$
declare
  pending bigint[];
  kept text;
  exceeded text;
begin
  if owner is distinct from caller_id() then
    update quota_usage
    set tasks = tasks + more[1], lists = lists + more[2], tags = tags + more[3], bytes = bytes + more[4]
    where user_id = owner;
    return null;
  end if;
  pending := coalesce(nullif(current_setting('app.usage', true), '')::bigint[], '{0,0,0,0}');
  pending := array[pending[1] + more[1], pending[2] + more[2], pending[3] + more[3], pending[4] + more[4]];
  kept := set_config('app.usage', pending::text, true);
  select exceeded_quota(more, tasks + pending[1], lists + pending[2], tags + pending[3], bytes + pending[4])
  into exceeded
  from quota_usage
  where user_id = owner;
  if exceeded is not null then
    perform refuse_quota(exceeded);
  end if;
  return kept;
end $$;

-- The first row that a transaction changed brings all of it to the user's row; for the others nothing is left.
create function keep_usage() returns trigger
  language plpgsql as $$
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
end $$;

-- What a request creates is counted row by row, which for a few rows is quickest; what it deletes, and what the service itself
-- does, a statement at a time.
create function count_task() returns trigger
  language plpgsql as $$
declare
  kept text;
begin
  kept := add_usage(new.user_id, array[1, 0, 0, task_bytes(new.title, new.description, new.tags)]::bigint[]);
  return null;
end $$;

create function count_list() returns trigger
  language plpgsql as $$
declare
  kept text;
begin
  kept := add_usage(new.user_id, array[0, 1, 0, octet_length(new.name)]::bigint[]);
  return null;
end $$;

create function count_tag() returns trigger
  language plpgsql as $$
declare
  kept text;
begin
  kept := add_usage(new.user_id, array[0, 0, 1, octet_length(new.name)]::bigint[]);
  return null;
end $$;

create function count_tasks() returns trigger
  language plpgsql as $$
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
end $$;

create function count_lists() returns trigger
  language plpgsql as $$
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
end $$;

create function count_tags() returns trigger
  language plpgsql as $$
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
end $$;

-- Of an update only what changes a text is counted, and the others pay nothing.
create function count_task_bytes() returns trigger
  language plpgsql as $$
declare
  kept text;
begin
  kept := add_usage(
    new.user_id,
    array[0, 0, 0, task_bytes(new.title, new.description, new.tags) - task_bytes(old.title, old.description, old.tags)]::bigint[]
  );
  return null;
end $$;

create function count_name_bytes() returns trigger
  language plpgsql as $$
declare
  kept text;
begin
  kept := add_usage(new.user_id, array[0, 0, 0, octet_length(new.name) - octet_length(old.name)]::bigint[]);
  return null;
end $$;

create function begin_usage() returns trigger
  language plpgsql as $$
begin
  insert into quota_usage (user_id) values (new.id);
  return null;
end $$;

create trigger usage_begins after insert on users for each row execute function begin_usage();

create trigger usage_of_new after insert on tasks for each row when (caller_id() is not null) execute function count_task();
create trigger usage_of_many after insert on tasks referencing new table as changed for each statement
  when (caller_id() is null) execute function count_tasks();
create trigger usage_of_gone after delete on tasks referencing old table as changed for each statement execute function count_tasks();
create trigger usage_of_text after update of title, description, tags on tasks for each row
  when ((old.title, old.description, old.tags) is distinct from (new.title, new.description, new.tags))
  execute function count_task_bytes();
create constraint trigger usage_kept after insert or delete on tasks deferrable initially deferred for each row
  when (caller_id() is not null) execute function keep_usage();
create constraint trigger usage_of_text_kept after update of title, description, tags on tasks deferrable initially deferred for each row
  when (caller_id() is not null and (old.title, old.description, old.tags) is distinct from (new.title, new.description, new.tags))
  execute function keep_usage();

create trigger usage_of_new after insert on lists for each row when (caller_id() is not null) execute function count_list();
create trigger usage_of_many after insert on lists referencing new table as changed for each statement
  when (caller_id() is null) execute function count_lists();
create trigger usage_of_gone after delete on lists referencing old table as changed for each statement execute function count_lists();
create trigger usage_of_text after update of name on lists for each row
  when (old.name is distinct from new.name) execute function count_name_bytes();
create constraint trigger usage_kept after insert or delete on lists deferrable initially deferred for each row
  when (caller_id() is not null) execute function keep_usage();
create constraint trigger usage_of_text_kept after update of name on lists deferrable initially deferred for each row
  when (caller_id() is not null and old.name is distinct from new.name) execute function keep_usage();

create trigger usage_of_new after insert on tags for each row when (caller_id() is not null) execute function count_tag();
create trigger usage_of_many after insert on tags referencing new table as changed for each statement
  when (caller_id() is null) execute function count_tags();
create trigger usage_of_gone after delete on tags referencing old table as changed for each statement execute function count_tags();
create trigger usage_of_text after update of name on tags for each row
  when (old.name is distinct from new.name) execute function count_name_bytes();
create constraint trigger usage_kept after insert or delete on tags deferrable initially deferred for each row
  when (caller_id() is not null) execute function keep_usage();
create constraint trigger usage_of_text_kept after update of name on tags deferrable initially deferred for each row
  when (caller_id() is not null and old.name is distinct from new.name) execute function keep_usage();

-- What there is already. Nobody writes meanwhile, as the triggers above hold the tables; row-level security would hide it from their owner.
alter table users no force row level security;
alter table tasks no force row level security;
alter table lists no force row level security;
alter table tags no force row level security;
alter table quota_usage no force row level security;
insert into quota_usage (user_id, tasks, lists, tags, bytes)
select
  users.id, coalesce(all_tasks.count, 0), coalesce(all_lists.count, 0), coalesce(all_tags.count, 0),
  coalesce(all_tasks.bytes, 0) + coalesce(all_lists.bytes, 0) + coalesce(all_tags.bytes, 0)
from users
left join (select user_id, count(*), sum(task_bytes(title, description, tags)) as bytes from tasks group by user_id) as all_tasks
  on all_tasks.user_id = users.id
left join (select user_id, count(*), sum(octet_length(name)) as bytes from lists group by user_id) as all_lists
  on all_lists.user_id = users.id
left join (select user_id, count(*), sum(octet_length(name)) as bytes from tags group by user_id) as all_tags
  on all_tags.user_id = users.id
where users.deleted_at is null;
alter table users force row level security;
alter table tasks force row level security;
alter table lists force row level security;
alter table tags force row level security;
alter table quota_usage force row level security;
