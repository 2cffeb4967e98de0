delete from personal_tokens
where (user_id, id) in (select user_id, id from personal_tokens where expires_at < now() limit :most for update skip locked)
returning id
