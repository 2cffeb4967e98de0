-- The columns of a task's representation. A due date in a time zone is shown as an instant, others as they are.
tasks.id, tasks.user_id, tasks.list_id, tasks.parent_id, tasks.title, tasks.description, tasks.completed, tasks.priority, tasks.tags,
tasks.subtask_count, tasks.open_subtask_count, tasks.due,
case when tasks.due ? 'time_zone' then to_char(tasks.due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
else coalesce(tasks.due ->> 'date', tasks.due ->> 'date_time') end as "due_date?",
tasks.recurrence, tasks.created_at, tasks.updated_at, tasks.completed_at, tasks.version
