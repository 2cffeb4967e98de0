delete from webhooks
where user_id = caller_id()
  and id = :id
returning id
