-- Sets a new password, with which the links to a new one end, those of mails that wait too, and queues a mail that says so.
with notice as (
  insert into mails (user_id, kind, client)
  values (caller_id(), 'password_changed', :client?)
), link as (
  delete from reset_links
  where user_id = caller_id()
), mail as (
  delete from mails
  where user_id = caller_id()
)
update passwords
set hash = :hash
where user_id = caller_id()
returning user_id
