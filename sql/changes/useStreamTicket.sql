-- Uses a ticket, which works once.
delete from stream_tickets
where user_id = caller_id()
  and id = :id
  and expires_at > now()
returning id
