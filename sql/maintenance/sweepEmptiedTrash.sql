-- Deletes the tasks of an emptied trash. The trash entry goes with its task, by foreign key.
with emptied as (
  select trash.user_id, trash.task_id
  from users
  join trash on trash.user_id = users.id and trash.id <= users.trash_emptied_to
  where users.trash_emptied_to > 0
  limit :most
  for update of trash skip locked
)
delete from tasks
using emptied
where tasks.user_id = emptied.user_id
  and tasks.id = emptied.task_id
returning tasks.id
