-- Opens the transaction of a caller with a front end's token: as openSession, but what has to stand is the account.
select exists (
  select from users
  where users.id = opened.user_id::bigint
) as "stands!"
from (
  select
    set_config('app.user_id', :user_id, true) as user_id,
    set_config('role', 'taskpact_runtime', true),
    set_config('transaction_read_only', :read_only, true)
) as opened
