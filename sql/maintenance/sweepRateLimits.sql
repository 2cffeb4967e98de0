delete from rate_limits
where key in (select key from rate_limits where ends_at < now() limit :most for update skip locked)
returning key
