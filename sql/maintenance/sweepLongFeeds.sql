-- Deletes a batch of the changes of users who have more than are kept of one user.
delete from changes
where (user_id, seq, ordinal) in (
  select feeds.user_id, old.seq, old.ordinal
  from feeds
  cross join lateral (
    select seq, ordinal
    from changes
    where changes.user_id = feeds.user_id
      and changes.seq <= feeds.seq - 200000
    order by changes.seq, changes.ordinal
    limit :most
  ) as old
  where feeds.seq > 200000
  limit :most
)
returning seq
