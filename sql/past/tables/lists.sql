-- The caller's lists as they were. Nothing is known of those that were purged since.
lists as not materialized (
  select past.id, past.user_id, past.name, past.color, past.created_at, past.updated_at, past.version, past.deleted_at, past.rank, past.tasks_remain
  from lists as kept
  left join folded on folded.type = 'list' and folded.id = kept.id
  cross join lateral jsonb_populate_record(kept, folded.columns) as past
  where kept.user_id = caller_id()
    and folded.is_new is not true
)
