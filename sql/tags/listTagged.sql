-- The tasks with a tag, including those in the trash.
select tasks_with_all_tags(array[:key]) as "id!"
