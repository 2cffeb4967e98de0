-- The account of a link that is valid still, unless it is disabled. Its password is locked, so that of two changes the second waits for the first; that the link
-- was not used meanwhile is for resetPassword to find out.
select users.id, users.email, users.name
from reset_links
join passwords on passwords.user_id = reset_links.user_id
join users on users.id = reset_links.user_id
where reset_links.hash = :link_hash
  and reset_links.created_at > now() - interval '30 minutes'
  and users.disabled_at is null
for no key update of passwords
