delete from tag_counts
where ctid in (
  select ctid
  from tag_counts
  where user_id = any (array(select id from users where deleted_at is not null))
  limit :most
)
returning user_id
