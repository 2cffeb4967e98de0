-- Deletes a batch of the links that do not count any more, neither as links nor towards the mails of an account.
delete from email_links
where hash in (select hash from email_links where created_at < now() - interval '1 hour' limit :most for update skip locked)
returning user_id
