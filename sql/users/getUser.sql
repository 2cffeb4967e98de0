select id, email, name, created_at
from users
where id = caller_id()
