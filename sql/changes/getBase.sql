-- What has changed of something of the caller's since a version: the fields as they were then. A version that only the transaction
-- itself has changed is the last one that is recorded. :most bounds how far back a version may lie.
with recent as (
  select seq, ordinal, before, data ->> 'version' as led_to
  from changes
  where user_id = caller_id()
    and type = :type::change_type
    and entity_id = :id
  order by seq desc, ordinal desc
  limit :most
),
base as (
  select seq, ordinal from recent where before ->> 'version' = :version order by seq desc, ordinal desc limit 1
)
select
  exists (select from base) or coalesce((select led_to = :version from recent order by seq desc, ordinal desc limit 1), false) as "known!",
  (
    select coalesce(jsonb_object_agg(key, value), '{}')
    from (
      select distinct on (field.key) field.key, field.value
      from recent
      cross join jsonb_each(recent.before) as field
      where (recent.seq, recent.ordinal) >= (select seq, ordinal from base)
      order by field.key, recent.seq, recent.ordinal
    ) as fields
  ) as "fields!"
