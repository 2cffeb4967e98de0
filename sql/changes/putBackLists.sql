-- Puts back what a step changed of lists. New ones go to the trash. Returns which have moved there.
update lists
set name = put.name,
    color = put.color,
    rank = put.rank,
    deleted_at = case
      when old.is_new then coalesce(put.deleted_at, now())
      when old.columns ? 'deleted_at' then again_in_trash(put.deleted_at)
      else put.deleted_at
    end,
    tasks_remain = put.tasks_remain,
    trash_position = put.trash_position,
    updated_at = now(),
    version = lists.version + 1
from before_step(:seq, 'list', null) as old
join lists as held on held.user_id = caller_id() and held.id = old.id
cross join lateral jsonb_populate_record(held, old.columns) as put
where lists.user_id = caller_id()
  and lists.id = put.id
returning lists.id, lists.deleted_at is not null and (old.is_new or old.columns ? 'deleted_at') as "trashed!"
