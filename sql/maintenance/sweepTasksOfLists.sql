-- Deletes tasks of lists that were thirty days in the trash with them, or emptied from it.
delete from tasks
where (user_id, id) in (
  select tasks.user_id, tasks.id
  from lists
  join tasks on tasks.user_id = lists.user_id and tasks.list_id = lists.id
  where lists.tasks_remain
    and lists.deleted_at < now() - interval '30 days'
    and tasks.deleted_at is null
  limit :most
  for update of tasks skip locked
)
returning id
