-- Counts the caller's tasks in total, by list and by tag, and the completions by day. Days are numbered from 1: each ends where the
-- next one begins. Their start is converted once, as a subquery, and not for each row.
-- @custom-plan
with mine as materialized (
  select list_id, completed, completed_at, recurrence is not null as recurs, due ? 'date' as all_day, due_at
  from tasks
  where user_id = caller_id()
    and {live}
), done as (
  select completed_at from mine where completed and not recurs
  union all
  select occurrences.completed_at
  from occurrences
  join tasks on tasks.user_id = occurrences.user_id and tasks.id = occurrences.task_id
  where occurrences.user_id = caller_id()
    and {live}
    and occurrences.outcome = 'completed'
), counted as (
  select 'all' as kind, null::bigint as list_id, null::text as name, null::integer as day,
    count(*) filter (where not completed) as open, count(*) filter (where completed) as completed,
    count(*) filter (where not completed and due_at < now()) as overdue,
    count(*) filter (where not completed and case when all_day then due_at = :tomorrow::timestamptz else due_at >= :today::timestamptz and due_at < :tomorrow end) as due_today
  from mine
  union all
  select 'list', list_id, null, null, count(*) filter (where not completed), count(*) filter (where completed), 0, 0
  from mine
  group by list_id
  union all
  select 'tag', null, tags.name, null, sum(tag_counts.open)::bigint, sum(tag_counts.tasks - tag_counts.open)::bigint, 0, 0
  from tag_counts
  join tags on tags.user_id = tag_counts.user_id and tags.name_key = tag_counts.name_key
  where {tag_counts}
  group by tags.name
  having sum(tag_counts.tasks) > 0
  union all
  select 'day', null, null, width_bucket(completed_at, (select :days::text[]::timestamptz[])), 0, count(*), 0, 0
  from done
  where completed_at >= :from::timestamptz
    and completed_at < :before::timestamptz
  group by 4
)
select kind as "kind!", list_id as "list_id?", name as "name?", day as "day?", open as "open!", completed as "completed!", overdue as "overdue!", due_today as "due_today!"
from counted
order by list_id nulls first, name collate "und-x-icu", day
