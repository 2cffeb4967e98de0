-- Recomputes the instants of due dates without a zone, of a batch of tasks.
-- @custom-plan
update tasks
set due_at = {local_instant}
where user_id = caller_id()
  and id = any (:ids::bigint[])
  and due is not null
  and due ->> 'time_zone' is null
returning id
