-- Takes mails to accounts that are due, those that have waited longest first. They are left to this process for a minute.
update mails
set tries = tries + 1,
    next_at = now() + interval '1 minute'
where id in (
  select id
  from mails
  where next_at <= now() and user_id is not null
  order by next_at, id
  limit :most
  for update skip locked
)
returning id, tries
