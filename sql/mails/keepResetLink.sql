-- Keeps the hash of a link for a mail, unless its account has had :most mails with a link within 30 minutes, or has another address by now.
select keep_reset_link(:user_id, :mail_id, :hash, :email, :most) as "kept!"
