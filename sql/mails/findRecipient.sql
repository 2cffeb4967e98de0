-- What a mail is about, and where it goes, unless it comes too late to be of use, or is a link for an account that is disabled.
select mails.kind, mails.client, mails.created_at, passwords.user_id, coalesce(mails.email, users.email) as "email!", users.time_zone
from mails
join passwords on passwords.user_id = mails.user_id
join users on users.id = mails.user_id
where mails.id = :id
  and mails.created_at > now() - case when mails.kind in ('password_reset', 'email_verification', 'email_change') then interval '1 hour' else interval '1 day' end
  and not (mails.kind = 'email_verification' and passwords.email_verified)
  and (users.disabled_at is null or mails.kind not in ('password_reset', 'email_verification', 'email_change'))
