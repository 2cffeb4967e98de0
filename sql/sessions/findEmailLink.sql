-- The account and the address of a link that is valid still, and whose account is not disabled. The password is locked, so that of two uses the second waits for the first;
-- that the link was not used meanwhile is for the statement that confirms to find out.
select email_links.user_id, email_links.kind, email_links.email
from email_links
join passwords on passwords.user_id = email_links.user_id
join users on users.id = email_links.user_id and users.disabled_at is null
where email_links.hash = :link_hash
  and not email_links.replaced
  and email_links.created_at > now() - interval '30 minutes'
for no key update of passwords
