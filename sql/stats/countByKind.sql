-- What the caller's tasks come to, by kind: all together, by list, by tag, and completed by day. A day has its number, from 1: each
-- begins where the one before ends.
-- @anew
with mine as materialized (
  select list_id, tags, completed, completed_at, recurrence is not null as recurs, due, due_at
  from tasks
  where user_id = caller_id()
    and deleted_at is null
), done as (
  select completed_at from mine where completed and not recurs
  union all
  select occurrences.completed_at
  from occurrences
  join tasks on tasks.user_id = occurrences.user_id and tasks.id = occurrences.task_id and tasks.deleted_at is null
  where occurrences.user_id = caller_id()
    and occurrences.outcome = 'completed'
), counted as (
  select 'all' as kind, null::bigint as list_id, null::text as name, null::integer as day,
    count(*) filter (where not completed) as open, count(*) filter (where completed) as completed,
    count(*) filter (where not completed and due_at < now()) as overdue,
    count(*) filter (where not completed and case when due ? 'date' then due_at = :tomorrow::timestamptz else due_at >= :today::timestamptz and due_at < :tomorrow end) as due_today
  from mine
  union all
  select 'list', list_id, null, null, count(*) filter (where not completed), count(*) filter (where completed), 0, 0
  from mine
  group by list_id
  union all
  select 'tag', null, name, null, count(*) filter (where not completed), count(*) filter (where completed), 0, 0
  from mine, unnest(tags) as name
  group by name
  union all
  select 'day', null, null, width_bucket(completed_at, :days::text[]::timestamptz[]), 0, count(*), 0, 0
  from done
  where completed_at >= :from::timestamptz
    and completed_at < :before::timestamptz
  group by 4
)
select kind as "kind!", list_id as "list_id?", name as "name?", day as "day?", open as "open!", completed as "completed!", overdue as "overdue!", due_today as "due_today!"
from counted
order by list_id nulls first, name collate "und-x-icu", day
