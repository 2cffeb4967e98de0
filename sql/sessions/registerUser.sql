-- Creates the account and its password in one statement. An email address in use violates passwords_email_taken.
with account as (
  insert into users (email, name)
  values (:email, :name?)
  returning {user}
), secret as (
  insert into passwords (user_id, email_key, hash)
  select id, :email_key, :hash from account
)
select {user} from account as users
