-- Hides the lists in the trash. The cleanup deletes each once its tasks are gone.
update lists
set deleted_at = '-infinity'
where user_id = caller_id()
  and deleted_at is not null
returning id
