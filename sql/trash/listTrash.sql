-- A page of the tasks in the caller's trash, before a cursor, most recently deleted first. Those that are there with their list have the
-- position of the list.
with entries as materialized (
  (
    select trash.task_id, trash.deleted_at, trash.id as position
    from trash
    where trash.user_id = caller_id()
      and trash.id < :before
    order by trash.id desc
    limit :limit
  )
  union all
  (
    select tasks.id, lists.deleted_at, lists.trash_position
    from lists
    join tasks on tasks.user_id = lists.user_id and tasks.list_id = lists.id
    where lists.user_id = caller_id()
      and {hidden}
      and (lists.trash_position, tasks.id) < (:before, :before_task)
    order by lists.trash_position desc, tasks.id desc
    limit :limit
  )
)
select {task}, entries.deleted_at as "deleted_at!", entries.position::text as "key!"
from entries
join tasks on tasks.user_id = caller_id() and tasks.id = entries.task_id
order by entries.position desc, tasks.id desc
limit :limit
