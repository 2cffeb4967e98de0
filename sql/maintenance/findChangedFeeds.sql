-- Of some feeds, those whose last number is another one than is known; null for a feed that has ended.
select known.user_id as "user_id!", feeds.seq as "seq?"
from unnest(:users::bigint[], :seqs::bigint[]) as known (user_id, seq)
left join feeds on feeds.user_id = known.user_id
where feeds.seq is distinct from known.seq
