-- Sets a new password by a link, with which all links, sessions and personal access tokens of the account end, and queues a mail that says so.
-- A link that came by mail (the operator's has the number 0) confirms the address too.
-- No row means that the link was used, or the password changed, after the link was found.
with link as (
  delete from reset_links
  where user_id = :user_id
  returning hash, mail_id
), changed as (
  update passwords
  set hash = :hash, email_verified = email_verified or exists (select from link where link.hash = :link_hash and link.mail_id <> 0)
  where user_id = :user_id
    and exists (select from link where link.hash = :link_hash)
  returning user_id
), session as (
  delete from sessions
  using changed
  where sessions.user_id = changed.user_id
  returning sessions.id
), token as (
  delete from personal_tokens
  using changed
  where personal_tokens.user_id = changed.user_id
  returning personal_tokens.id
), email_link as (
  delete from email_links
  using changed
  where email_links.user_id = changed.user_id
), mail as (
  delete from mails
  using changed
  where mails.user_id = changed.user_id
    and mails.kind not in ('email_change_requested', 'email_changed')
), notice as (
  insert into mails (user_id, kind, client)
  select user_id, 'password_changed', :client? from changed
)
select exists (select from session) as "sessions_ended!", exists (select from token) as "tokens_ended!"
from changed
