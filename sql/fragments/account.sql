-- The columns of an account as the operator sees it.
users.id, users.email, users.name, users.created_at, users.disabled_at,
exists (select from passwords where passwords.user_id = users.id) as "has_password!"
