-- The caller's past occurrences as they were, with those that were taken back since.
occurrences as not materialized (
  select kept.id, kept.user_id, kept.task_id, kept.due, kept.outcome, kept.completed_at
  from occurrences as kept
  where kept.user_id = caller_id()
    and kept.id not in (
      select changes.entity_id from changes where changes.user_id = caller_id() and changes.type = 'occurrence' and changes.seq > :as_of_seq
    )
  union all
  select past.id, past.user_id, past.task_id, past.due, past.outcome, past.completed_at
  from folded
  cross join lateral jsonb_populate_record(null::occurrences, folded.columns) as past
  where folded.type = 'occurrence' and not folded.is_new
)
