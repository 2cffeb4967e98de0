-- What has been restored since was in the trash then.
(tasks.folded or exists (select from trash where trash.user_id = caller_id() and trash.task_id = tasks.id))
