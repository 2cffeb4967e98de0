-- A user for a subject first seen now. Two first requests at once: the later one violates identities_pkey.
with account as (
  insert into users (email, name)
  values (:email?, :name?)
  returning id
)
insert into identities (issuer, subject, user_id)
select :issuer, :subject, id from account
returning user_id
