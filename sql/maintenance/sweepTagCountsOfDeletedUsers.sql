delete from tag_counts
where (tableoid, ctid) in (
  select tableoid, ctid
  from tag_counts
  where user_id = any (array(select id from users where deleted_at is not null))
  limit :most
)
returning user_id
