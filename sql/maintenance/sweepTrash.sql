-- The entry in the trash goes with its task, by foreign key.
delete from tasks
where (user_id, id) in (
  select user_id, task_id from trash where deleted_at < now() - interval '30 days' limit 1000 for update skip locked
)
returning id
