delete from tags
where (user_id, id) in (
  select user_id, id
  from tags
  where user_id = any (array(select id from users where deleted_at is not null))
  limit :most
)
returning id
