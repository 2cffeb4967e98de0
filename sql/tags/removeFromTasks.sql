with gone as (
  select caller_id() || ':' || :key as key
)
update tasks
set tags = array_remove(tags, :name),
    tag_keys = array_remove(tag_keys, gone.key),
    updated_at = now(),
    version = version + 1
from gone
where tasks.user_id = caller_id()
  and tasks.id = any (array(select tasks_with_all_tags(array[:key])))
returning tasks.id
