-- Moves tasks that a step created to the trash: with their list if it is there too, and subtasks with their task.
-- @custom-plan
with recursive fresh as (
  select user_id, id, parent_id, list_id from tasks where user_id = caller_id() and id = any (:ids::bigint[]) and deleted_at is null
), below as (
  select id, id as top from fresh where parent_id is null or parent_id <> all (:ids)
  union all
  select fresh.id, below.top from below join fresh on fresh.parent_id = below.id
), deleted as (
  update tasks set deleted_at = now(), updated_at = now(), version = version + 1
  where user_id = caller_id() and id in (select id from fresh)
)
insert into trash (user_id, task_id, with_task_id, list_version)
select fresh.user_id, fresh.id, nullif(below.top, fresh.id), lists.version
from fresh
join below on below.id = fresh.id
left join lists on lists.user_id = caller_id() and lists.id = fresh.list_id and lists.deleted_at is not null
order by fresh.id
returning task_id as "task_id!"
