-- Creates the account and its password in one statement, and queues a mail with a link that confirms the address. An email address in use violates passwords_email_taken.
with account as (
  insert into users (email, name)
  values (:email, :name?)
  returning {user}
), secret as (
  insert into passwords (user_id, email_key, hash)
  select id, :email_key, :hash from account
), mail as (
  insert into mails (user_id, kind, client)
  select id, 'email_verification', :client? from account
)
select {user} from account as users
