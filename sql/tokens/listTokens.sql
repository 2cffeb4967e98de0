select {personal_token}
from personal_tokens
where user_id = caller_id()
  and expires_at > now()
order by id
