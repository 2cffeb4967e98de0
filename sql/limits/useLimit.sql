-- Adds to the usage of the current window, or starts a new window. Returns the usage, including this call.
insert into rate_limits (key, used, ends_at)
values (:key, :amount, now() + make_interval(secs => :seconds))
on conflict (key) do update
set used = case when rate_limits.ends_at <= now() then excluded.used else rate_limits.used + excluded.used end,
    ends_at = case when rate_limits.ends_at <= now() then excluded.ends_at else rate_limits.ends_at end
returning used, extract(epoch from ends_at - now())::float8 as "seconds_left!"
