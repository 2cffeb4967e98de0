-- Changes what is given. A description and a list may be set to null, so whether they were given is said apart.
update tasks
set title = coalesce(:title?, title),
    description = case when :has_description then :description? else description end,
    list_id = case when :has_list then :list_id? else list_id end,
    completed = coalesce(:completed?, completed),
    completed_at = case when coalesce(:completed, completed) then coalesce(completed_at, now()) end,
    priority = coalesce(:priority?, priority),
    tags = coalesce(:tags?::text[], tags),
    tag_keys = case when :tags?::text[] is null then tag_keys
      else array(select caller_id() || ':' || key from unnest(:tag_keys::text[]) as key) end,
    updated_at = now(),
    version = version + 1
where user_id = caller_id()
  and id = :id
  and deleted_at is null
  and (:versions?::bigint[] is null or version = any (:versions?))
returning {task}
