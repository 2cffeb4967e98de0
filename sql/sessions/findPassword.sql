-- Finds an account by the keys that its address may have, the likeliest first.
select passwords.hash, users.disabled_at is not null as "disabled!", {user}
from passwords
join users on users.id = passwords.user_id
where passwords.email_key = any(:email_keys)
order by array_position(:email_keys, passwords.email_key)
limit 1
