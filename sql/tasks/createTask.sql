-- A recurring task starts at its first occurrence. The keys of the tags follow from their names, by a trigger.
insert into tasks (
  user_id, list_id, parent_id, title, description, completed, priority, due, due_at, recurrence, recurs_from, recurs_at, recurs_number, completed_at,
  tags
)
values (
  caller_id(), :list_id?, :parent_id?, :title, :description?, :completed, :priority, :due?, :due_at?, :recurrence?, :recurs_from?, :recurs_from,
  case when :recurrence::recurrence is not null then 1 end, case when :completed then now() end,
  :tags
)
returning {task}
