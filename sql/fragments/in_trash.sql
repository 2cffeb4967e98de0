-- Whether a deleted task is in the trash: an emptied one keeps its tasks until they are removed in parts.
exists (select from trash where trash.user_id = caller_id() and trash.task_id = tasks.id)
