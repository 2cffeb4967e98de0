-- Locks users' places until the transaction ends, and returns a page of the changes that are to be published for them.
select user_id as "user_id!", seq as "seq?", ordinal as "ordinal?", instant(at) as "time?",
  (extract(epoch from at) * 1000000)::bigint as "microseconds?", type as "type?", entity_id as "entity_id?", event as "event?",
  data as "data?", previous as "previous?", missed as "missed!"
from claim_events(:users::bigint[], :each, :most, :most_bytes::bigint)
