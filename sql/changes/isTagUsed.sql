-- Whether a task outside the trash has a tag.
select exists (
  select from tasks
  where user_id = caller_id()
    and id = any (array(select tasks_with_all_tags(array[:key])))
    and deleted_at is null
) as "used!"
