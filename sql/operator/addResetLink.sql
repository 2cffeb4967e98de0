-- Keeps the hash of a link to a new password that no mail (0) carries.
insert into reset_links (hash, user_id, mail_id)
select :hash, passwords.user_id, 0
from passwords
where passwords.user_id = caller_id()
returning user_id
