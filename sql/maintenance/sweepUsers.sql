-- Deletes accounts that own no data any more: deleting the data with its account would take one long statement. A request that began
-- before the deletion may still add data.
delete from users
where id in (
  select users.id
  from users
  where deleted_at is not null
    and not exists (select from tasks where tasks.user_id = users.id)
    and not exists (select from lists where lists.user_id = users.id)
    and not exists (select from tags where tags.user_id = users.id)
    and not exists (select from tag_counts where tag_counts.user_id = users.id)
    and not exists (select from changes where changes.user_id = users.id)
    and not exists (select from idempotency_keys where idempotency_keys.user_id = users.id)
  limit :most
)
returning id
