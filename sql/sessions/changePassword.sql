-- Sets a new password, with which the links of the account end, those of mails that wait too, and queues a mail that says so.
with notice as (
  insert into mails (user_id, kind, client)
  values (caller_id(), 'password_changed', :client?)
), link as (
  delete from reset_links
  where user_id = caller_id()
), email_link as (
  delete from email_links
  where user_id = caller_id()
), mail as (
  delete from mails
  where user_id = caller_id()
    and kind not in ('email_change_requested', 'email_changed')
)
update passwords
set hash = :hash
where user_id = caller_id()
returning user_id
