-- Sets a new password, with which the links to a new one end, and queues a mail that says so.
with link as (
  delete from reset_links
  where user_id = caller_id()
), notice as (
  insert into mails (user_id, kind, client)
  values (caller_id(), 'password_changed', :client?)
)
update passwords
set hash = :hash
where user_id = caller_id()
returning user_id
