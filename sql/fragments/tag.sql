-- A tag as it is answered.
tags.id, tags.user_id, tags.name, tags.color, tags.created_at, tags.updated_at, tags.version
