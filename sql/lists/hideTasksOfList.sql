-- Hides the tasks of a deleted list if they are more than a statement moves. They are in the trash with the list.
update lists
set tasks_remain = true,
    trash_position = nextval('trash_id_seq')
where user_id = caller_id()
  and id = :id
  and exists (
    select from tasks where tasks.user_id = caller_id() and tasks.list_id = :id and tasks.deleted_at is null offset :most
  )
returning id
