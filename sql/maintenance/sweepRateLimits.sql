delete from rate_limits
where key in (select key from rate_limits where ends_at < now() limit 1000 for update skip locked)
returning key
