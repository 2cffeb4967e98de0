-- The number of the caller's changes at a moment, or that of a cursor, :seq of :at; whether all that followed it is kept, and how much
-- that is, up to one more than :most; the time zone that the caller had then, and has now; and whether this transaction changes something.
--
-- Numbers are in the order of commits, but times are those at which requests began. A moment therefore comes just before the first
-- number that was taken by a request that began after it. Who writes, looks at the clock, and writes again finds what is between.
-- @custom-plan
select
  asked.seq as "seq!",
  :at::timestamptz > now() + interval '1 second' as "is_future!",
  asked.known and following.numbers = asked.last - asked.seq as "known!",
  following.count as "behind!",
  coalesce(
    (
      select columns ->> 'time_zone'
      from changes
      where changes.user_id = caller_id()
        and changes.type = 'user'
        and changes.entity_id = users.id
        and changes.seq > asked.seq
        and changes.columns ? 'time_zone'
      order by changes.seq, changes.ordinal
      limit 1
    ),
    users.time_zone
  ) as "time_zone!",
  users.time_zone as "time_zone_now!",
  pg_current_xact_id_if_assigned() is not null as "is_changing!"
from users
cross join lateral (
  select
    feeds.seq as last,
    place.seq,
    case
      when :seq?::bigint is not null then {kept_cursor}
      when place.seq = 0 then feeds.begun_at <= :until::timestamptz
      else feeds.seq = place.seq and feeds.at <= :until
        or exists (select from changes where changes.user_id = caller_id() and changes.seq = place.seq and changes.at <= :until)
    end as known
  from feeds
  cross join lateral (
    select coalesce(
      :seq,
      (
        select min(number.seq) - 1
        from generate_series(greatest(feeds.seq - :most, 1), feeds.seq) as number (seq)
        cross join lateral (select at from changes where changes.user_id = caller_id() and changes.seq = number.seq limit 1) as taken
        where taken.at > :until
      ),
      feeds.seq
    ) as seq
  ) as place
  where feeds.user_id = caller_id()
) as asked
cross join lateral (
  select count(*)::integer as count, count(distinct seq) as numbers
  from (
    select changes.seq from changes where changes.user_id = caller_id() and changes.seq > asked.seq limit :most + 1
  ) as change
) as following
where users.id = caller_id()
