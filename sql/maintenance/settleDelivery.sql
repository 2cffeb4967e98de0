-- Records an attempt, and what it means for the endpoint: one that is gone, or has failed for five days, is disabled. The longer it has
-- failed, the longer it is left alone: a tenth of that time, at most a minute.
with settled as (
  update webhook_deliveries
  set attempts = attempts::jsonb || :attempt::jsonb,
      state = :state::delivery_state,
      next_at = now() + make_interval(secs => :retry_seconds),
      leased_until = null
  where user_id = :user_id
    and webhook_id = :webhook_id
    and id = :id
)
update webhooks
set failing_since = case when :state::delivery_state = 'delivered' then null else coalesce(failing_since, now()) end,
    paused_until = case when :state::delivery_state <> 'delivered' then
      now() + greatest(make_interval(secs => :pause_seconds), least((now() - coalesce(failing_since, now())) / 10, interval '1 minute'))
    end,
    enabled = enabled and not (:gone or :state::delivery_state <> 'delivered' and coalesce(failing_since < now() - interval '5 days', false)),
    disabled_reason = case
      when :gone then 'gone'::webhook_disabled_reason
      when enabled and :state::delivery_state <> 'delivered' and failing_since < now() - interval '5 days' then 'failing'
      else disabled_reason
    end
where user_id = :user_id
  and id = :webhook_id
returning enabled, disabled_reason
