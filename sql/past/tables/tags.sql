-- The caller's tags as they were, with those that were deleted since.
tags as not materialized (
  select past.id, past.user_id, past.name, past.name_key, past.color, past.created_at, past.updated_at, past.version
  from tags as kept
  left join folded on folded.type = 'tag' and folded.id = kept.id
  cross join lateral jsonb_populate_record(kept, folded.columns) as past
  where kept.user_id = caller_id()
    and folded.is_new is not true
  union all
  select past.id, past.user_id, past.name, past.name_key, past.color, past.created_at, past.updated_at, past.version
  from folded
  cross join lateral jsonb_populate_record(null::tags, folded.columns) as past
  where folded.type = 'tag'
    and not folded.is_new
    and not exists (select from tags where tags.user_id = caller_id() and tags.id = folded.id)
)
