-- Opens a transaction in which the operator acts on an account, disabled or not: null if it is gone.
select (
  select true
  from users
  where users.id = opened.user_id::bigint and users.id = caller_id() and users.deleted_at is null
) as "stands?"
from (
  {caller_settings}
) as opened
