update lists
set deleted_at = null,
    updated_at = now(),
    version = version + 1
where user_id = caller_id()
  and id = :id
  and deleted_at is not null
returning {list}
