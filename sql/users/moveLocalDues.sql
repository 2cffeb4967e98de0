-- Recomputes the instants of due dates without a zone, one batch after a given task. There is no join, because the planner could make it
-- quadratic. The task's version stays, because its representation does not change.
update tasks
set due_at = {local_instant}
where user_id = caller_id()
  and id > :after
  and id <= (
    select max(part.id)
    from (
      select tasks.id
      from tasks
      where tasks.user_id = caller_id()
        and tasks.id > :after
        and tasks.due is not null
        and tasks.due ->> 'time_zone' is null
      order by tasks.id
      limit :most
    ) as part
  )
  and due is not null
  and due ->> 'time_zone' is null
returning id
