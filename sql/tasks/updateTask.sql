-- Changes what is given. Of what may be set to null, whether it was given is said apart. What means something else of a task
-- that recurs is asked of one that does not alone.
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
    tag_keys = case when :tags?::text[] is null then tag_keys
      else array(select caller_id() || ':' || key from unnest(:tag_keys::text[]) as key) end,
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
  and deleted_at is null
  and (:versions?::bigint[] is null or version = any (:versions?))
returning {task}
