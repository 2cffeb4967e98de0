-- A page of the caller's tags behind a given one, with how many tasks have them.
-- @anew
select {tag}, counts.task_count as "task_count!", counts.open_count as "open_count!"
from tags
cross join lateral (
  select count(*) as task_count, count(*) filter (where not tasks.completed) as open_count
  from tasks
  where tasks.user_id = caller_id()
    and tasks.deleted_at is null
    and tasks.id = any (array(select tasks_with_all_tags(array[tags.name_key])))
) as counts
where tags.user_id = caller_id()
  and tags.id > :after
order by tags.id
limit :limit
