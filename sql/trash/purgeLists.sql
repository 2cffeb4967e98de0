-- Deletes the lists in the trash. A list that is there with its tasks is hidden, and left to the cleanup.
with remaining as (
  update lists
  set deleted_at = '-infinity'
  where user_id = caller_id()
    and deleted_at is not null
    and tasks_remain
)
delete from lists
where user_id = caller_id()
  and deleted_at is not null
  and not tasks_remain
returning id
