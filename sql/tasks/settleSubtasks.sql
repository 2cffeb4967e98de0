-- Completes or reopens a batch of the subtasks of a task. Recurring subtasks stay as they are.
-- @custom-plan
update tasks
set completed = :completed,
    completed_at = case when :completed then now() end,
    updated_at = now(),
    version = version + 1
where user_id = caller_id()
  and id = any (:ids::bigint[])
  and completed <> :completed
  and recurrence is null
  and deleted_at is null
returning parent_id as "parent_id!"
