delete from stream_tickets
where (tableoid, ctid) in (select tableoid, ctid from stream_tickets where expires_at < now() limit :most for update skip locked)
returning id
