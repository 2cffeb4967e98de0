-- A task's place among those beside it, in the order of rank. Whoever comes last takes the next one, and between two there is
-- room for more: no rank has to be looked for, and no other task to be moved.
create sequence task_ranks;
grant usage on sequence task_ranks to taskpact_runtime;

create function next_rank() returns bigint
  language sql volatile
  return nextval('task_ranks') << 22;

-- The counts are of the tasks directly below that are not in the trash. A task whose parent is gone for good has none.
alter table tasks
  add column parent_id bigint,
  add column subtask_count integer not null default 0,
  add column open_subtask_count integer not null default 0,
  add column rank bigint,
  add constraint task_parent_fkey foreign key (user_id, parent_id) references tasks (user_id, id) on delete set null (parent_id) not valid,
  add constraint task_is_not_its_own_parent check (parent_id <> id) not valid;
select setval('task_ranks', greatest(max(id), 1)) from tasks;
update tasks set rank = id << 22;
alter table tasks alter column rank set not null;
alter table tasks alter column rank set default next_rank();

alter table lists add column rank bigint;
update lists set rank = id << 22;
select setval('task_ranks', greatest((select max(id) from lists), (select last_value from task_ranks)));
alter table lists alter column rank set not null;
alter table lists alter column rank set default next_rank();

-- The task that one was deleted together with: those come back with it, and no others.
alter table trash add column with_task_id bigint;

-- How much a priority weighs, in the order that tasks are sorted by: a number, as Postgres compares enumerations by operators that
-- an index is not asked with under row-level security.
alter table tasks
  add column weight integer not null generated always as (case priority when 'none' then 0 when 'low' then 1 when 'medium' then 2 else 3 end) stored;

-- What tasks are sorted by where there is nothing: behind every moment, and ahead of every id. By CASE, as what an index is asked
-- for under row-level security must not be able to tell of a row in an error, and Postgres does not take COALESCE to be so.
create function moment_or_never(moment timestamptz) returns timestamptz
  language sql immutable parallel safe
  return case when moment is null then 'infinity' else moment end;

create function id_or_zero(id bigint) returns bigint
  language sql immutable parallel safe
  return case when id is null then 0 else id end;

-- A text as it is looked for, whatever the database's own language: its words, each behind a space, in lower case, without accents
-- and of a hundred characters at most; each character of a script that is written without spaces is a word. One expression, as
-- these functions are then part of the statements and indexes that name them: a query in one would be planned for each row.
create function folded(text text) returns text
  language sql immutable parallel safe strict
  return rtrim(regexp_replace(
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
  ));

create function words_of(text text) returns text[]
  language sql immutable parallel safe strict
  return array_remove(string_to_array(folded(text), ' '), '');

-- What a task is found by: its words behind its user's id, so that one index leads to a user's own.
create function keys_of(user_id bigint, title text, description text) returns tsvector
  language sql immutable parallel safe
  return array_to_tsvector(array_remove(string_to_array(replace(folded(title || ' ' || coalesce(description, '')), ' ', ' ' || user_id::text || '/'), ' '), ''));

-- How well a title fits what is looked for: two for each word that it holds whole, one for each that begins one of its words.
create function relevance(title text, search text) returns integer
  language sql immutable parallel safe
  return (
    select coalesce(sum(case when wanted = any (held) then 2 when exists (select from unnest(held) as word where starts_with(word, wanted)) then 1 else 0 end), 0)::integer
    from (select distinct unnest(words_of(search)) as wanted) as asked, words_of(title) as held
  );

-- Row-level security has each row looked at before an operator that could tell of what it is given, and those that ask an
-- index for words or tags are such. So these are asked by a role of their own, which gives ids of the caller's and nothing
-- else; whatever is done with those is under row-level security again.
do $$
begin
  if not exists (select from pg_roles where rolname = 'taskpact_finder') then
    create role taskpact_finder nologin;
  end if;
  grant taskpact_finder to current_user;
end $$;

create policy finding on tasks for select to taskpact_finder using (true);
grant select (user_id, id, title, description, tag_keys, deleted_at) on tasks to taskpact_finder;

-- The caller's tasks that have words which begin with all the words of a text; of a text without words, none.
create function tasks_with_words(search text) returns setof bigint
  language sql stable security definer
begin atomic
  select tasks.id
  from tasks
  where tasks.user_id = caller_id()
    and tasks.deleted_at is null
    and keys_of(tasks.user_id, tasks.title, tasks.description) @@ (
      select string_agg('''' || caller_id()::text || '/' || word || ''':*', ' & ')::tsquery from unnest(words_of(search)) as word
    );
end;

-- The caller's tasks that have at least one of some tags, by the keys of their names.
create function tasks_with_any_tag(keys text[]) returns setof bigint
  language sql stable security definer
begin atomic
  select tasks.id
  from tasks
  where tasks.user_id = caller_id()
    and tasks.tag_keys <> '{}'
    and tasks.tag_keys && array(select caller_id()::text || ':' || key from unnest(keys) as key);
end;

-- Those that have all of them.
create function tasks_with_all_tags(keys text[]) returns setof bigint
  language sql stable security definer
begin atomic
  select tasks.id
  from tasks
  where tasks.user_id = caller_id()
    and tasks.tag_keys <> '{}'
    and tasks.tag_keys @> array(select caller_id()::text || ':' || key from unnest(keys) as key);
end;

-- Only who may create in a schema can be given what is in it.
grant create on schema public to taskpact_finder;
alter function tasks_with_words(text) owner to taskpact_finder;
alter function tasks_with_any_tag(text[]) owner to taskpact_finder;
alter function tasks_with_all_tags(text[]) owner to taskpact_finder;
revoke create on schema public from taskpact_finder;
revoke execute on function tasks_with_words(text), tasks_with_any_tag(text[]), tasks_with_all_tags(text[]) from public;
grant execute on function tasks_with_words(text), tasks_with_any_tag(text[]), tasks_with_all_tags(text[]) to taskpact_runtime;
