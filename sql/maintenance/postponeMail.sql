update mails
set next_at = now() + make_interval(secs => :seconds)
where id = :id
returning id
