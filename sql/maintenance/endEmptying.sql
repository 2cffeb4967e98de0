-- Clears the mark of an emptied trash once its entries are deleted.
update users
set trash_emptied_to = 0
where id in (
  select users.id
  from users
  where trash_emptied_to > 0
    and not exists (select from trash where trash.user_id = users.id and trash.id <= users.trash_emptied_to)
  limit :most
)
returning id
