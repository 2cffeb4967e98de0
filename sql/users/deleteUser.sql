-- Deletes the account's credentials and usage at once. Sessions go with the password, by foreign key. The cleanup removes the user's
-- data in batches.
with password as (
  delete from passwords
  where user_id = caller_id()
), identity as (
  delete from identities
  where user_id = caller_id()
), endpoints as (
  delete from webhooks
  where user_id = caller_id()
), tokens as (
  delete from personal_tokens
  where user_id = caller_id()
), mail as (
  delete from mails
  where user_id = caller_id()
), usage as (
  delete from quota_usage
  where user_id = caller_id()
)
update users
set deleted_at = now(),
    email = null,
    name = null
where id = caller_id()
  and deleted_at is null
returning id
