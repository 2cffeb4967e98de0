-- The tasks that are neither in the trash nor in a list that is there with its tasks.
tasks.deleted_at is null
and (tasks.list_id is null or tasks.list_id <> all (array(select lists.id from lists where lists.user_id = caller_id() and lists.tasks_remain)))
