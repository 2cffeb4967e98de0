-- Has the tasks that stayed in the trash when a step took their list out of it go with the list again, which is back in the trash in a
-- version of its own. Entries are replaced, so that this is recorded too.
with replaced as (
  delete from trash
  using changes, tasks
  where changes.user_id = caller_id()
    and changes.seq = :seq
    and changes.type = 'list'
    and changes.entity_id = any (:lists::bigint[])
    and changes.columns ? 'deleted_at'
    and tasks.user_id = caller_id()
    and tasks.list_id = changes.entity_id
    and tasks.id = trash.task_id
    and trash.user_id = caller_id()
    and trash.list_version = (changes.data ->> 'version')::bigint - 1
  returning trash.id, trash.user_id, trash.task_id, trash.deleted_at, trash.with_task_id, changes.entity_id as list_id
)
insert into trash (id, user_id, task_id, deleted_at, list_version, with_task_id)
overriding system value
select replaced.id, replaced.user_id, task_id, replaced.deleted_at, lists.version, with_task_id
from replaced
join lists on lists.user_id = caller_id() and lists.id = replaced.list_id
returning task_id
