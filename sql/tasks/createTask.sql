-- Where it recurs, its due is the first of its dates.
insert into tasks (
  user_id, list_id, parent_id, title, description, completed, priority, due, due_at, recurrence, recurs_from, recurs_at, recurs_number, completed_at,
  tags, tag_keys
)
values (
  caller_id(), :list_id?, :parent_id?, :title, :description?, :completed, :priority, :due?, :due_at?, :recurrence?, :recurs_from?, :recurs_from,
  case when :recurrence::recurrence is not null then 1 end, case when :completed then now() end,
  :tags, array(select caller_id() || ':' || key from unnest(:tag_keys::text[]) as key)
)
returning {task}
