insert into tasks (user_id, title, description, completed)
values (caller_id(), :title, :description?, :completed)
returning id, user_id, title, description, completed, created_at, updated_at, version
