-- Deletes tasks after thirty days in the trash. The trash entry goes with its task, by foreign key.
delete from tasks
where (user_id, id) in (
  select user_id, task_id from trash where deleted_at < now() - interval '30 days' limit :most for update skip locked
)
returning id
