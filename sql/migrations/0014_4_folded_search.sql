-- All keys are folded now, and the new indexes are there.
drop policy folding on tags;

create or replace function tasks_with_any_tag(keys text[]) returns setof bigint
  language sql stable security definer
begin atomic
  select tasks.id
  from tasks
  where tasks.user_id = caller_id()
    and tasks.tag_keys <> '{}'
    and tasks.tag_keys && array(select tag_key(caller_id(), name) from unnest(keys) as name);
end;

create or replace function tasks_with_all_tags(keys text[]) returns setof bigint
  language sql stable security definer
begin atomic
  select tasks.id
  from tasks
  where tasks.user_id = caller_id()
    and tasks.tag_keys <> '{}'
    and tasks.tag_keys @> array(select tag_key(caller_id(), name) from unnest(keys) as name);
end;

-- The caller's tasks that have words which begin with all the words of a text; of a text without words, none.
create or replace function tasks_with_words(search text) returns setof bigint
  language sql stable security definer
begin atomic
  select tasks.id
  from tasks
  where tasks.user_id = caller_id()
    and tasks.deleted_at is null
    and search_keys(tasks.user_id, tasks.title, tasks.description) @@ (
      select string_agg('''' || caller_id()::text || '/' || word || ''':*', ' & ')::tsquery from unnest(words_sought(search)) as word
    );
end;

-- A process of the version before still ranks by relevance(text, text), words_of and folded; the rest of its search ends here.
drop index tasks_words;
drop index tasks_by_title;
drop function keys_of(bigint, text, text);
