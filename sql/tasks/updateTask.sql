-- Updates the given fields. A field that accepts null has a flag, such as :has_due, which says whether it was given. With :of_plain,
-- a recurring task returns no row, because the change means something else for it. The keys of the tags follow from their names, by a
-- trigger.
update tasks
set title = coalesce(:title?, title),
    description = case when :has_description then :description? else description end,
    list_id = case when :moved then :list_id? else list_id end,
    parent_id = case when :moved then :parent_id? else parent_id end,
    rank = case when :moved then next_rank() else rank end,
    completed = coalesce(:completed?, completed),
    completed_at = case when coalesce(:completed, completed) then coalesce(completed_at, now()) end,
    priority = coalesce(:priority?, priority),
    tags = coalesce(:tags?::text[], tags),
    tag_keys = case when :tags is null then tag_keys else '{}' end,
    due = case when :has_due then :due?::due else due end,
    due_at = case when :has_due then :due_at? else due_at end,
    recurrence = case when :has_recurrence then :recurrence?::recurrence else recurrence end,
    recurs_from = case when :has_recurrence then :recurs_from?::due else recurs_from end,
    recurs_at = case when :has_recurrence then :recurs_from::due else recurs_at end,
    recurs_number = case when not :has_recurrence then recurs_number when :recurrence::recurrence is not null then 1 end,
    updated_at = now(),
    version = version + 1
where user_id = caller_id()
  and id = :id
  and (recurrence is null or not :of_plain)
  and {live}
  and (:versions?::bigint[] is null or version = any (:versions?))
returning {task}
