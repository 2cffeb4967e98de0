-- Creates a user for a new subject. Of two concurrent first requests, the later one violates identities_pkey.
with account as (
  insert into users (email, name)
  values (:email?, :name?)
  returning id
)
insert into identities (issuer, subject, user_id)
select :issuer, :subject, id from account
returning user_id
