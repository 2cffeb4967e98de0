-- Removes a batch of the mails to addresses without an account, due or not, so that no mail waits for them.
delete from mails
where id = any (array(select id from mails where user_id is null limit :most for update skip locked))
returning id
