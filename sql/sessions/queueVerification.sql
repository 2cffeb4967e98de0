-- Queues a mail with a link that confirms the caller's address, unless it is confirmed.
insert into mails (user_id, kind, client)
select user_id, 'email_verification', :client?
from passwords
where user_id = caller_id()
  and not email_verified
returning id
