-- The account and its password in one statement; an address that is taken violates passwords_email_taken.
with account as (
  insert into users (email, name)
  values (:email, :name)
  returning id, email, name, created_at
), secret as (
  insert into passwords (user_id, email_key, hash)
  select id, :email_key, :hash from account
)
select id, email, name, created_at from account
