select passwords.hash, {user}
from passwords
join users on users.id = passwords.user_id
where passwords.email_key = :email_key
