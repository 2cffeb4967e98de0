delete from lists
where user_id = caller_id()
  and deleted_at is not null
returning id
