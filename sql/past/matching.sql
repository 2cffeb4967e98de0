-- The indexes know the tasks of today: they serve those that have not changed since.
(:all_tags?::text[] is null or case
  when folded then tasks.tag_keys @> array(select tag_key(caller_id(), name) from unnest(:all_tags) as name)
  else tasks.id in (select tasks_with_all_tags(:all_tags)) end)
and (:any_tag?::text[] is null or case
  when folded then tasks.tag_keys && array(select tag_key(caller_id(), name) from unnest(:any_tag) as name)
  else tasks.id in (select tasks_with_any_tag(:any_tag)) end)
and (:search?::text is null or case
  when reworded then search_keys(tasks.user_id, title, description) @@ (
    select string_agg('''' || caller_id()::text || '/' || word || ''':*', ' & ')::tsquery from unnest(words_sought(:search)) as word
  )
  else tasks.id in (select tasks_with_words(:search)) end)
