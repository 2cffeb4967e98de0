-- Records the occurrences that a step deleted again, with their ids.
insert into occurrences (id, user_id, task_id, due, outcome, completed_at, recurs_from, recurs_at, recurs_number)
overriding system value
select put.id, caller_id(), put.task_id, put.due, put.outcome, put.completed_at, put.recurs_from, put.recurs_at, put.recurs_number
from before_step(:seq, 'occurrence', null) as old
cross join lateral jsonb_populate_record(null::occurrences, old.columns) as put
where old.is_gone
  and not old.is_new
returning id
