-- Deletes a batch of the mails that are older than a day, and of those beyond the newest ten thousand.
delete from mails
where id = any (array(
  select id from mails where created_at < now() - interval '1 day'
  union
  (select id from mails order by id desc offset 10000)
  limit :most
))
returning id
