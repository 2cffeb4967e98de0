-- The columns of a tag's representation.
tags.id, tags.user_id, tags.name, tags.color, tags.created_at, tags.updated_at, tags.version
