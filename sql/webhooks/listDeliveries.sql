-- A page of a webhook's deliveries, newest first.
select {delivery}
from webhook_deliveries
where user_id = caller_id()
  and webhook_id = :webhook_id
  and id < :before
order by id desc
limit :limit
