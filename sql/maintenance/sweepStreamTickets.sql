delete from stream_tickets
where ctid in (select ctid from stream_tickets where expires_at < now() limit :most for update skip locked)
returning id
