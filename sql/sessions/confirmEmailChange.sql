-- Gives an account another address, which is confirmed by that. All links end that went to the one from before, those of mails that wait too,
-- and a mail tells that address. No row means that the link was used or replaced after it was found.
with link as (
  delete from email_links
  where user_id = :user_id
  returning hash, replaced
), changed as (
  update passwords
  set email_key = :email_key, email_verified = true
  where user_id = :user_id
    and exists (select from link where link.hash = :link_hash and not link.replaced)
  returning user_id
), reset as (
  delete from reset_links
  using changed
  where reset_links.user_id = changed.user_id
), mail as (
  delete from mails
  using changed
  where mails.user_id = changed.user_id
    and mails.kind in ('password_reset', 'email_verification', 'email_change')
), notice as (
  insert into mails (user_id, kind, email, client)
  select users.id, 'email_changed', users.email, :client?
  from users
  join changed on changed.user_id = users.id
)
update users
set email = :email
from changed
where users.id = changed.user_id
returning users.id
