-- Has what is below a task be in its list, what is in the trash too, as that may come back.
with recursive {below}
update tasks
set list_id = :list_id?,
    updated_at = now(),
    version = version + 1
from below
where tasks.user_id = caller_id()
  and tasks.id = below.id
  and tasks.id <> :id
returning tasks.id
