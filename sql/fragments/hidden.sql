-- The tasks that are in the trash with their list, which the statement joins. A list that was emptied from the trash has none.
tasks.deleted_at is null
and lists.tasks_remain
and lists.deleted_at > '-infinity'
