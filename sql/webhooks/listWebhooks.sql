select {webhook}
from webhooks
where user_id = caller_id()
order by id
