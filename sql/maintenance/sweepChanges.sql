-- Deletes a batch of the changes that are older than they are kept. Of those with one number, the first goes first: where it is, all are.
delete from changes
where (user_id, seq, ordinal) in (
  select user_id, seq, ordinal
  from changes
  where at < now() - make_interval(days => :kept_days)
  order by at, user_id, seq, ordinal
  limit :most
)
returning seq
