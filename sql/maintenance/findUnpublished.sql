-- Of some feeds, in the order of their users, those with changes that are not published; and the last user that was looked at.
select max(looked.user_id) as "last?",
  coalesce(array_agg(looked.user_id) filter (where looked.seq > coalesce(event_places.seq, 0)
    or looked.seq = event_places.seq and event_places.ordinal < 2147483647), '{}') as "users!"
from (select user_id, seq from feeds where user_id > :after order by user_id limit :most) as looked
left join event_places on event_places.user_id = looked.user_id
