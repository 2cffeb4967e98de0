-- Takes a batch of tasks that a step moved to the trash out of it again, but for those that it created.
-- @custom-plan
delete from trash
using before_step(:seq, null, :ids::bigint[]) as old
where trash.user_id = caller_id()
  and trash.task_id = old.id
  and not old.is_gone
  and old.id <> all (:created::bigint[])
returning task_id
