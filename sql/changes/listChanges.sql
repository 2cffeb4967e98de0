-- The caller's changes after a place, in order; with :latest, of each thing only the last one.
select seq, ordinal, at, type as "type!", entity_id, data, before, columns, position::text as "position?", operation, request_id, via
from changes
where user_id = caller_id()
  and (seq, ordinal) > (:seq, :ordinal)
  and type is not null
  and (
    not :latest
    or not exists (
      select from changes as later
      where later.user_id = caller_id()
        and later.type = changes.type
        and later.entity_id = changes.entity_id
        and (later.seq, later.ordinal) > (changes.seq, changes.ordinal)
    )
  )
order by seq, ordinal
limit :limit
