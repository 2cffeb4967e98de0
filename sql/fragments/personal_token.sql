-- The columns of a personal access token's representation.
personal_tokens.id, personal_tokens.user_id, personal_tokens.name, personal_tokens.scopes, personal_tokens.created_at, personal_tokens.expires_at,
personal_tokens.last_used_on::text as "last_used_on?"
