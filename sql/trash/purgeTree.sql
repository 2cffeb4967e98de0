-- Deletes a batch of tasks in the trash. A task that is being restored at the same time is kept.
-- @custom-plan
delete from tasks
where user_id = caller_id()
  and id = any (:ids::bigint[])
  and not ({live})
returning id
