-- What was in one has been in the trash for at least as long.
delete from lists
where (user_id, id) in (
  select user_id, id from lists where deleted_at < now() - interval '30 days' limit 1000 for update skip locked
)
returning id
