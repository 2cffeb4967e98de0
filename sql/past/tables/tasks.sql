-- The caller's tasks as they were: those that have not changed since, and the others with the columns that have. The instants of due
-- dates without a zone follow from the time zone of then. Ids are those of rows and of changes, so that a condition on them reaches both.
tasks as not materialized (
  select
    kept_id as id, user_id, list_id, parent_id, title, description, completed, priority, tags, subtask_count, open_subtask_count, due,
    case
      when (folded or :zone_changed::boolean) and due is not null and due ->> 'time_zone' is null then {local_instant}
      else due_at
    end as due_at,
    recurrence, recurs_from, recurs_at, recurs_number, created_at, updated_at, completed_at, version, deleted_at, rank, folded, reworded,
    case when folded then array(select tag_key(user_id, name) from unnest(tags) as name) else tag_keys end as tag_keys,
    case when folded then case priority when 'none' then 0 when 'low' then 1 when 'medium' then 2 else 3 end else weight end as weight
  from (
    select tasks.*, tasks.id as kept_id, false as folded, false as reworded
    from tasks
    where tasks.user_id = caller_id()
      and tasks.id not in (
        select changes.entity_id from changes where changes.user_id = caller_id() and changes.type = 'task' and changes.seq > :as_of_seq
      )
    union all
    select past.*, folded.id, true, folded.columns ?| array['title', 'description', 'deleted_at']
    from folded
    join tasks as kept on kept.user_id = caller_id() and kept.id = folded.id
    cross join lateral jsonb_populate_record(kept, folded.columns) as past
    where folded.type = 'task' and not folded.is_new
  ) as tasks
)
