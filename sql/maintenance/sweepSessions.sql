delete from sessions
where id in (select id from sessions where expires_at < now() limit 1000 for update skip locked)
returning id
