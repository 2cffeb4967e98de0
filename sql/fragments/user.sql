-- A user as it is answered.
users.id, users.email, users.name, users.time_zone, users.created_at
