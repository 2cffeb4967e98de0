delete from tasks
where (user_id, id) in (
  select user_id, id
  from tasks
  where user_id = any (array(select id from users where deleted_at is not null))
  limit :most
  for update skip locked
)
returning id
