-- The account with an id, or those with an address: one that signs in with it, or any number that front ends gave it to.
select {account}, users.time_zone,
  (select issuer from identities where identities.user_id = users.id limit 1) as "issuer?",
  (select subject from identities where identities.user_id = users.id limit 1) as "subject?"
from users
where users.deleted_at is null
  and users.id in (
    select :id?::bigint
    union all
    select passwords.user_id from passwords where passwords.email_key = any (:email_keys)
    union all
    select users.id
    from users
    where :id?::bigint is null and lower(normalize(users.email)) = any (:email_keys)
  )
order by users.id
limit :most
