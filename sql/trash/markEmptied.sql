-- Hides everything in the trash. The cleanup deletes it.
update users
set trash_emptied_to = (select max(trash.id) from trash where trash.user_id = caller_id())
where id = caller_id()
  and exists (select from trash where trash.user_id = caller_id())
returning id
