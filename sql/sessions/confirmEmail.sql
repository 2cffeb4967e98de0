-- Confirms the address of an account, with which the links to confirm it end, those of mails that wait too. No row means that the link was used after it was found.
with link as (
  delete from email_links
  where user_id = :user_id
    and kind = 'email_verification'
  returning hash
), mail as (
  delete from mails
  where user_id = :user_id
    and kind = 'email_verification'
)
update passwords
set email_verified = true
where user_id = :user_id
  and exists (select from link where link.hash = :link_hash)
returning user_id
