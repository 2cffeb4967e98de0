-- Tasks show their tags by name, so that each is changed.
with keys as (
  select caller_id() || ':' || :old_key as old_key, caller_id() || ':' || :key as key
)
update tasks
set tags = array_replace(tags, :old_name, :name),
    tag_keys = array_replace(tag_keys, keys.old_key, keys.key),
    updated_at = now(),
    version = version + 1
from keys
where tasks.user_id = caller_id()
  and tasks.id = any (array(select tasks_with_all_tags(array[:old_key])))
returning tasks.id
