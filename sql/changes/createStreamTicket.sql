insert into stream_tickets (user_id, expires_at)
values (caller_id(), now() + interval '60 seconds')
returning id, expires_at
