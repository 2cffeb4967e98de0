-- The counts of the caller's tags as they were.
tag_counts as not materialized (
  select tag_counts.user_id, tag_counts.name_key, tag_counts.list_id, tag_counts.tasks, tag_counts.open
  from tag_counts
  where tag_counts.user_id = caller_id()
  union all
  select caller_id(), name_key, list_id, tasks, open
  from tag_changes
)
