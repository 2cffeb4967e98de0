-- The last number of the caller's changes, whether a cursor is of this database and still kept, how many changes have followed it, and
-- whether one of these brought back tasks of which nothing was recorded.
select
  feeds.seq as "seq!",
  feeds.at as "at!",
  {kept_cursor} as "known!",
  behind.count as "behind!",
  exists (
    select from changes
    where user_id = caller_id()
      and (seq, ordinal) > (:seq, :ordinal)
      and type = 'list'
      and data is not null
      and columns @> '{"tasks_remain": true}'
  ) as "gap!"
from feeds
cross join (
  select count(*)::integer as count
  from (
    select from changes
    where user_id = caller_id()
      and (seq, ordinal) > (:seq, :ordinal)
    limit :most
  ) as following
) as behind
where user_id = caller_id()
