-- Updates the given fields. A user who enables it says that it works again.
update webhooks
set url = coalesce(:url?, url),
    events = coalesce(:events?::text[], events),
    enabled = coalesce(:enabled?, enabled),
    disabled_reason = case when :enabled? is null then disabled_reason end,
    failing_since = case when :enabled? then null else failing_since end,
    paused_until = null,
    updated_at = now()
where user_id = caller_id()
  and id = :id
returning {webhook}
