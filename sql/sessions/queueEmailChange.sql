-- Queues a mail with a link to the new address, and one that tells the current address. Links and mails of an earlier request end. Nothing of
-- this is done if the account has had :most mails with such a link within 30 minutes.
with account as (
  select user_id
  from passwords
  where user_id = caller_id()
    and (
      select count(distinct recent.mail_id)
      from email_links as recent
      where recent.user_id = passwords.user_id
        and recent.kind = 'email_change'
        and recent.created_at > now() - interval '30 minutes'
    ) < :most
), link as (
  update email_links
  set replaced = true
  from account
  where email_links.user_id = account.user_id
    and email_links.kind = 'email_change'
), mail as (
  delete from mails
  using account
  where mails.user_id = account.user_id
    and mails.kind in ('email_change', 'email_change_requested')
)
insert into mails (user_id, kind, email, client)
select account.user_id, mail.kind, mail.email, :client?
from account
cross join (values ('email_change'::mail_kind, :email), ('email_change_requested', (select users.email from users where users.id = caller_id()))) as mail (kind, email)
returning id
