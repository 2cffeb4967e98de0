-- Ends all sessions of a user except the most recently used.
delete from sessions
where user_id = :user_id
  and id in (
    select id
    from sessions
    where user_id = :user_id
    order by expires_at desc, id
    offset :most
  )
returning id
