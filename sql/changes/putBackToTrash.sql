-- Puts a batch of tasks that a step took out of the trash back into it, at their places if it was not emptied since. An entry names the
-- version of the list that is there with it.
-- @custom-plan
insert into trash (id, user_id, task_id, deleted_at, list_version, with_task_id)
overriding system value
select
  case when put.id > users.trash_emptied_to then put.id else nextval('trash_id_seq') end,
  caller_id(), put.task_id, again_in_trash(put.deleted_at), case when put.list_version is null then null else coalesce(lists.version, put.list_version) end,
  put.with_task_id
from before_step(:seq, null, :ids::bigint[]) as old
cross join lateral jsonb_populate_record(null::trash, old.columns) as put
join users on users.id = caller_id()
join tasks on tasks.user_id = caller_id() and tasks.id = put.task_id
left join lists on lists.user_id = caller_id() and lists.id = tasks.list_id and lists.id = any (:lists::bigint[]) and lists.deleted_at is not null
where not old.is_new
order by put.id
returning task_id as "task_id!"
