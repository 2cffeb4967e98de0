-- A page of the caller's tags after a given one, with the number of tasks that have each.
-- @as-of folded, lists, tasks, tag_changes, tag_counts, tags
select {tag}, coalesce(counts.tasks, 0)::bigint as "task_count!", coalesce(counts.open, 0)::bigint as "open_count!"
from tags
cross join lateral (
  select sum(tag_counts.tasks) as tasks, sum(tag_counts.open) as open
  from tag_counts
  where tag_counts.name_key = tags.name_key
    and {tag_counts}
) as counts
where tags.user_id = caller_id()
  and tags.id > :after
order by tags.id
limit :limit
