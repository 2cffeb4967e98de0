-- Deletes expired lists without tasks. Expired tasks are deleted on their own: removing each one from its list here would be slow.
delete from lists
where (user_id, id) in (
  select user_id, id
  from lists
  where deleted_at < now() - interval '30 days'
    and not tasks_remain
    and not exists (select from tasks where tasks.user_id = lists.user_id and tasks.list_id = lists.id)
  limit :most
  for update skip locked
)
returning id
