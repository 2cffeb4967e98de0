-- Opens the transaction of a caller with a front end's token: as openSession, but the account has to be active.
select (
  select users.disabled_at is null
  from users
  where users.id = opened.user_id::bigint and users.id = caller_id() and users.deleted_at is null
) as "stands?"
from (
  {caller_settings}
) as opened
