-- Keeps the hash of a link that confirms an address, unless its account has had :most mails of this kind within 30 minutes, or the address
-- twice as many.
select keep_email_link(:user_id, :mail_id, :hash, :email, :most) as "kept!"
