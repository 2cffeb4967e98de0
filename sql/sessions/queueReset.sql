-- Queues a mail with a link to a new password. An address without an account gets a row as well, so that both take the same time.
insert into mails (user_id, kind, client)
select (
  select user_id
  from passwords
  where email_key = any (:email_keys)
  order by array_position(:email_keys, email_key)
  limit 1
), 'password_reset', :client?
returning kind
