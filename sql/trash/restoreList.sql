-- Restores a list. Tasks that are in the trash with it are visible again at once.
update lists
set deleted_at = null,
    tasks_remain = false,
    trash_position = null,
    updated_at = now(),
    version = version + 1
where user_id = caller_id()
  and id = :id
  and deleted_at > '-infinity'
returning {list}
