-- A task as it is answered.
tasks.id, tasks.user_id, tasks.list_id, tasks.parent_id, tasks.title, tasks.description, tasks.completed, tasks.priority, tasks.tags,
tasks.subtask_count, tasks.open_subtask_count, tasks.due, tasks.recurrence, tasks.created_at, tasks.updated_at, tasks.completed_at,
tasks.version
