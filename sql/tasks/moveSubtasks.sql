-- Moves a batch of the subtasks of a task to its list, including those in the trash, which may be restored.
-- @custom-plan
update tasks
set list_id = :list_id?,
    updated_at = now(),
    version = version + 1
where user_id = caller_id()
  and id = any (:ids::bigint[])
returning id
