-- Gives a webhook another secret. The one before it remains valid for a day.
update webhooks
set secret = :secret,
    previous_secret = secret,
    previous_secret_until = now() + interval '24 hours',
    updated_at = now()
where user_id = caller_id()
  and id = :id
returning {webhook}
