-- Moves users' places past what was published.
update event_places
set seq = published.seq,
    ordinal = published.ordinal::integer
from unnest(:users::bigint[], :seqs::bigint[], :ordinals::bigint[]) as published (user_id, seq, ordinal)
where event_places.user_id = published.user_id
returning event_places.user_id
