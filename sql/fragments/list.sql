-- The columns of a list's representation.
lists.id, lists.user_id, lists.name, lists.color, lists.created_at, lists.updated_at, lists.version
