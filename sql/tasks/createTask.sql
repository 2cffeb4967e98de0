insert into tasks (user_id, title, description, completed, priority, completed_at)
values (caller_id(), :title, :description?, :completed, :priority, case when :completed then now() end)
returning {task}
