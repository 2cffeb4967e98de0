-- A task's key starts with its user, and there is no index on id alone: where a user has many of all tasks, the planner would
-- list them by walking through everyone's, and keep that plan for users with few. That ids are unique, their sequence sees to.
alter table tasks
  drop constraint tasks_user_id_id_key,
  drop constraint tasks_pkey,
  add primary key (user_id, id);
