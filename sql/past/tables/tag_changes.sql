-- By how much the counts of tags differ from those of today: by the tasks that have changed since, as they were and as they are.
tag_changes as materialized (
  select name_key, list_id, sum(tasks)::bigint as tasks, sum(open)::bigint as open
  from (
    select name_key_of(unnest(tasks.tag_keys)) as name_key, tasks.list_id, 1 as tasks, (not tasks.completed)::integer as open
    from tasks
    where tasks.folded
      and tasks.deleted_at is null
    union all
    select name_key_of(unnest(kept.tag_keys)), kept.list_id, -1, -(not kept.completed)::integer
    from folded
    join public.tasks as kept on kept.user_id = caller_id() and kept.id = folded.id
    where folded.type = 'task'
      and kept.deleted_at is null
  ) as counted
  group by name_key, list_id
)
