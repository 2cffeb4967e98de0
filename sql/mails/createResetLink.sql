-- Keeps the hash of a link for a mail, unless other mails with a link were sent to its account :most times within an hour.
insert into reset_links (hash, user_id, mail_id)
select :hash, :user_id, :mail_id
where (
  select count(distinct mail_id)
  from reset_links
  where user_id = :user_id
    and mail_id <> :mail_id
    and created_at > now() - interval '1 hour'
) < :most
returning created_at
