-- Clears the mark of deleted lists once none of the hidden tasks is left.
update lists
set tasks_remain = false
where (user_id, id) in (
  select user_id, id
  from lists
  where tasks_remain
    and not exists (
      select from tasks where tasks.user_id = lists.user_id and tasks.list_id = lists.id and tasks.deleted_at is null
    )
  limit :most
  for update skip locked
)
returning id
