-- What has changed since a number, thing by thing: whether it was not there yet, or was purged since; and the columns that have changed, as
-- they were. Of several values, the last one given is kept: the first one there was. The instant of a due date in a time zone stays
-- even where it was the same before.
folded as not materialized (
  select
    changes.type, changes.entity_id as id,
    (array_agg(changes.columns is null order by changes.seq, changes.ordinal))[1] as is_new,
    coalesce(jsonb_object_agg(held.key, held.value order by changes.seq desc, changes.ordinal desc) filter (where held.key is not null), '{}') as columns
  from changes
  left join lateral jsonb_each(
    jsonb_strip_nulls(jsonb_build_object(
      'version', changes.before -> 'version',
      'updated_at', changes.before -> 'updated_at',
      'due_at', case when changes.columns ? 'due' then coalesce(changes.before -> 'due_date', changes.data -> 'due_date') end
    )) || changes.columns
  ) as held on true
  where changes.user_id = caller_id()
    and changes.seq > :as_of_seq
  group by changes.type, changes.entity_id
)
