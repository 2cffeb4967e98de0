-- Removes a mail that was sent, or will not be.
delete from mails
where id = :id
returning id
