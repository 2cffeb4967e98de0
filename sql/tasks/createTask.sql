insert into tasks (user_id, list_id, title, description, completed, priority, completed_at, tags, tag_keys)
values (
  caller_id(), :list_id?, :title, :description?, :completed, :priority, case when :completed then now() end,
  :tags, array(select caller_id() || ':' || key from unnest(:tag_keys::text[]) as key)
)
returning {task}
