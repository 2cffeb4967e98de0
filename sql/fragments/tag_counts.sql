-- The counts of the caller's tags, without the tasks of hidden lists.
tag_counts.user_id = caller_id()
and (tag_counts.list_id is null or tag_counts.list_id <> all (array(select lists.id from lists where lists.user_id = caller_id() and lists.tasks_remain)))
