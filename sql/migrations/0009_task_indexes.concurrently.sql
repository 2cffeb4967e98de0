-- Each order that tasks are listed in, and what leads to the tasks of a list and below a task.
create index concurrently tasks_by_due on tasks (user_id, moment_or_never(due_at), id);
create index concurrently tasks_by_update on tasks (user_id, updated_at, id);
create index concurrently tasks_by_title on tasks (user_id, title collate "und-x-icu", id);
create index concurrently tasks_by_priority on tasks (user_id, weight, id);
create index concurrently tasks_by_place on tasks (user_id, id_or_zero(list_id), id_or_zero(parent_id), rank, id);
create index concurrently tasks_of_list on tasks (user_id, list_id) where list_id is not null;
create index concurrently tasks_of_parent on tasks (user_id, parent_id) where parent_id is not null;
create index concurrently tasks_words on tasks using gin (keys_of(user_id, title, description));
create index concurrently trash_with_task on trash (user_id, with_task_id) where with_task_id is not null;
