delete from sessions
where id in (select id from sessions where expires_at < now() limit :most for update skip locked)
returning id
