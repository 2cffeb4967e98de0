-- The tasks that could not be where they would be: outside the trash in a list or below a task that is in it, or in another list than
-- their parent. :at is when the lists :lists were changed: tasks that were put into one since cannot go to the trash with it.
-- @custom-plan
select child.id as "id!", case when parent.deleted_at is not null and child.deleted_at is null then 'parent_id' else 'list_id' end as "field!"
from tasks as child
left join tasks as parent on parent.user_id = caller_id() and parent.id = child.parent_id
left join lists on lists.user_id = caller_id() and lists.id = child.list_id
where child.user_id = caller_id()
  and (child.id = any (:ids::bigint[]) or child.parent_id = any (:ids) or child.list_id = any (:lists::bigint[]))
  and (
    child.deleted_at is null and parent.deleted_at is not null
    or child.parent_id is not null and child.list_id is distinct from parent.list_id
    or child.deleted_at is null and lists.deleted_at is not null and (not lists.tasks_remain or child.id = any (:ids) or child.updated_at > :at::timestamptz)
  )
limit 100
