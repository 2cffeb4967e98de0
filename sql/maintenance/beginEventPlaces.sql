-- Gives users their place among the changes that are published, who have none.
insert into event_places (user_id)
select feeds.user_id
from feeds
where feeds.user_id = any (:users)
  and not exists (select from event_places where event_places.user_id = feeds.user_id)
order by feeds.user_id
on conflict do nothing
returning user_id
