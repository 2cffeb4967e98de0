-- The columns of a webhook's representation.
webhooks.id, webhooks.user_id, webhooks.url, webhooks.events, webhooks.enabled, webhooks.disabled_reason, webhooks.failing_since,
webhooks.created_at, webhooks.updated_at
