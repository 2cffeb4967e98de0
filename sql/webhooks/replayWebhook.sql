-- Sets the place of one of the caller's webhooks back, so that the changes from a number on are queued again.
update webhooks
set queued_seq = least(queued_seq, :from_seq::bigint - 1),
    queued_ordinal = case when queued_seq < :from_seq then queued_ordinal else 2147483647 end
from feeds
where webhooks.user_id = caller_id()
  and webhooks.id = :id
  and feeds.user_id = webhooks.user_id
returning feeds.seq as last_seq
