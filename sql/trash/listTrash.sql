-- A page of what the caller has in the trash before a given place, the last that came there first.
select {task}, trash.deleted_at, trash.id as position
from trash
join tasks on tasks.user_id = trash.user_id and tasks.id = trash.task_id
where trash.user_id = caller_id()
  and trash.id < :before
order by trash.id desc
limit :limit
