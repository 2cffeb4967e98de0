-- The words of tasks, and the order of their titles, as 0014_1_folding.sql has them.
create index concurrently tasks_found_by on tasks using gin (search_keys(user_id, title, description));
create index concurrently tasks_by_name on tasks (user_id, title collate title_order, id);
