insert into tasks (user_id, title, description, completed, priority, due, due_at, completed_at)
values (caller_id(), :title, :description?, :completed, :priority, :due?, :due_at?, case when :completed then now() end)
returning {task}
