-- The tasks whose subtasks are to be counted again after a batch of tasks changed: these and their parents, outside the trash.
-- @custom-plan
select id
from tasks
where user_id = caller_id()
  and deleted_at is null
  and (id = any (:ids::bigint[]) or id = any (array(select parent_id from tasks as child where child.user_id = caller_id() and child.id = any (:ids))))
