-- The columns of a user's representation.
users.id, users.email, users.name, users.time_zone, users.created_at
