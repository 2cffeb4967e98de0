-- Records the current occurrence of a task as completed or skipped. At the limit, the oldest occurrence is deleted.
with oldest as (
  delete from occurrences
  where user_id = caller_id()
    and task_id = :task_id
    and id <= (
      select kept.id
      from occurrences as kept
      where kept.user_id = caller_id()
        and kept.task_id = :task_id
      order by kept.id desc
      offset greatest(coalesce(quota('occurrences'), 1000) - 1, 0)
      limit 1
    )
)
insert into occurrences (user_id, task_id, due, outcome, recurs_from, recurs_at, recurs_number)
select user_id, id, due, :outcome, recurs_from, recurs_at, recurs_number
from tasks
where user_id = caller_id()
  and id = :task_id
returning {occurrence}
