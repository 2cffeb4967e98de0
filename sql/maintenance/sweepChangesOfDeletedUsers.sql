delete from changes
where (user_id, seq, ordinal) in (
  select user_id, seq, ordinal
  from changes
  where user_id = any (array(select id from users where deleted_at is not null))
  limit :most
)
returning seq
