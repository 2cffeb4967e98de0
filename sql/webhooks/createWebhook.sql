-- Creates a webhook, unless the caller has :most already. The caller's other changes of this kind wait for each other at lockPlaces.
insert into webhooks (user_id, url, events, enabled, secret, queued_seq)
select caller_id(), :url, :events::text[], :enabled, :secret, coalesce((select max(seq) from feeds where user_id = caller_id()), 0)
where (select count(*) from webhooks where user_id = caller_id()) < :most
returning {webhook}
