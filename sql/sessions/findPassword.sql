select passwords.hash, users.id, users.email, users.name, users.created_at
from passwords
join users on users.id = passwords.user_id
where passwords.email_key = :email_key
