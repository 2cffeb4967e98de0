-- How many tasks each tag has, by list. A write adds a row with what it changes rather than updating a total, so that writers never
-- wait for each other; a count is the sum of the rows. The cleanup merges them. The tasks of a hidden list leave the sum with the
-- list. There is no foreign key, because a check for each row would cost more than the row.
create table tag_counts (
  user_id bigint not null,
  name_key text not null,
  list_id bigint,
  tasks bigint not null,
  open bigint not null,
  merged boolean not null default false
);
create index tag_counts_by_tag on tag_counts (user_id, name_key, merged);
create index tag_counts_to_merge on tag_counts (user_id, name_key, list_id) where not merged;
alter table tag_counts enable row level security, force row level security;
create policy caller on tag_counts using (user_id = (select caller_id()));
create policy maintenance on tag_counts to taskpact_maintenance using (true);
grant select, insert on tag_counts to taskpact_runtime;
grant select, insert, delete on tag_counts to taskpact_maintenance;

-- The key of a tag's name from that of a task's tag, which begins with the user's id.
create function name_key_of(tag_key text) returns text
  language sql immutable parallel safe
  return substr(tag_key, strpos(tag_key, ':') + 1);

create function count_tags_of_task() returns trigger
  language plpgsql as $$
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
end $$;

-- A task without tags, and a change that no count shows, pay nothing.
create trigger tags_of_new after insert on tasks for each row when (new.tag_keys <> '{}') execute function count_tags_of_task();
create trigger tags_of_gone after delete on tasks for each row when (old.tag_keys <> '{}' and old.deleted_at is null) execute function count_tags_of_task();
create trigger tags_of_changed after update of list_id, completed, deleted_at, tag_keys on tasks for each row
  when (
    (old.tag_keys <> '{}' or new.tag_keys <> '{}')
    and (old.list_id, old.completed, old.deleted_at is null, old.tag_keys) is distinct from (new.list_id, new.completed, new.deleted_at is null, new.tag_keys)
  )
  execute function count_tags_of_task();

-- The existing tasks. Nobody writes meanwhile, as the triggers above hold the table; row-level security would hide it from their owner.
alter table tasks no force row level security;
alter table tag_counts no force row level security;
insert into tag_counts (user_id, name_key, list_id, tasks, open, merged)
select user_id, name_key_of(tag_key), list_id, count(*), count(*) filter (where not completed), true
from tasks, unnest(tag_keys) as tag_key
where deleted_at is null
group by user_id, tag_key, list_id;
alter table tasks force row level security;
alter table tag_counts force row level security;

-- A list with many tasks goes to the trash as a whole, and comes back as a whole, at once: its tasks stay as they are, and tasks_remain
-- hides them. The position says where in the trash they are. Statements leave them out rather than a policy, as some, such as those
-- of the trash, have to find them.
alter table lists add column trash_position bigint;
alter table lists no force row level security;
update lists set trash_position = nextval('trash_id_seq') where tasks_remain;
alter table lists force row level security;
grant usage on sequence trash_id_seq to taskpact_runtime;
alter policy caller on tasks using (user_id = (select caller_id()));

-- The cleanup moves no tasks to the trash any more. It deletes those of a list that has expired.
drop policy moved on tasks;
drop policy moving on trash;
revoke insert (user_id, task_id, deleted_at, list_version) on trash from taskpact_maintenance;
revoke select (version), update (updated_at, version) on tasks from taskpact_maintenance;
revoke select (version) on lists from taskpact_maintenance;
alter policy maintenance on tasks using (
  deleted_at < now() - interval '30 days'
  or user_id = any (array(select users.id from users where users.deleted_at is not null))
  or deleted_at is not null and exists (select from trash where trash.user_id = tasks.user_id and trash.task_id = tasks.id)
  or exists (
    select from lists
    where lists.user_id = tasks.user_id and lists.id = tasks.list_id and lists.tasks_remain and lists.deleted_at < now() - interval '30 days'
  )
);

-- Only a batch has to know which of its operations exceeds a quota: each other transaction is checked as it commits, which spares it
-- a look at the quotas for each row.
create or replace function add_usage(owner bigint, more bigint[]) returns text
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

-- Faster for what is ASCII alone, as most of the time that an index of words takes is spent here. It returns what it did before: each
-- other step leaves ASCII as it is.
create or replace function folded(text text) returns text
  language sql immutable parallel safe strict
  return case
    when octet_length(text) = char_length(text) then
      rtrim(
        regexp_replace(regexp_replace(lower((' ' || text) collate "C"), '[^a-z0-9]+', ' ', 'g'), '([^ ]{100})[^ ]+', '\1', 'g')
      ) collate "und-x-icu"
    else
      rtrim(regexp_replace(
        regexp_replace(
          regexp_replace(
            regexp_replace(
              translate(replace(replace(replace(normalize(lower(normalize(' ' || text, NFKC) collate "und-x-icu"), NFKD), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'øđħıłŧ', 'odhilt'),
              '[\u0300-\u036f]+', '', 'g'
            ),
            '([\u3040-\u30ff\u3400-\u9fff])', ' \1 ', 'g'
          ),
          '[\u0001-\u002f\u003a-\u0060\u007b-\u00bf\u00d7\u00f7\u2000-\u206f\u3000-\u303f]+', ' ', 'g'
        ),
        '([^ ]{100})[^ ]+', '\1', 'g'
      ))
  end;
