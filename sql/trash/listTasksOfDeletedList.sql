-- The tasks that were deleted with a list. :list_version is the version that the deletion gave the list.
select tasks.id
from tasks
join trash on trash.user_id = tasks.user_id and trash.task_id = tasks.id
where tasks.user_id = caller_id()
  and tasks.list_id = :list_id
  and tasks.deleted_at is not null
  and trash.list_version = :list_version
order by tasks.id
