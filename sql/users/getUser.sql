select {user}
from users
where id = caller_id()
