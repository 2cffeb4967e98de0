-- Merges a batch of changes of tag counts into one row for each tag and list. Taken in order, a batch has few of these. One process at
-- a time, so that none waits for another.
with alone as materialized (
  select pg_try_advisory_xact_lock(hashtext('merge tag counts')) as held
), fresh as materialized (
  select tag_counts.tableoid as part, tag_counts.ctid as place, user_id, name_key, list_id
  from tag_counts
  where not merged
    and (select held from alone)
  order by user_id, name_key, list_id
  limit :most
), taken as (
  delete from tag_counts
  where ctid = any (array(select place from fresh))
    and (tableoid, ctid) in (select part, place from fresh)
  returning user_id, name_key, list_id, tasks, open
), earlier as (
  delete from tag_counts
  using (select distinct user_id, name_key, list_id from fresh) as touched
  where tag_counts.user_id = touched.user_id
    and tag_counts.name_key = touched.name_key
    and tag_counts.merged
    and tag_counts.list_id is not distinct from touched.list_id
  returning tag_counts.user_id, tag_counts.name_key, tag_counts.list_id, tag_counts.tasks, tag_counts.open
), merged as (
  insert into tag_counts (user_id, name_key, list_id, tasks, open, merged)
  select user_id, name_key, list_id, sum(tasks), sum(open), true
  from (select * from taken union all select * from earlier) as counts
  group by user_id, name_key, list_id
  having sum(tasks) <> 0 or sum(open) <> 0
)
select user_id
from fresh
