-- Opens the transaction of what counts towards a limit, as someone who is not signed in. Nobody waits for it to reach the disk: what
-- a crash takes with it is the count of a moment.
select set_config('role', 'taskpact_authentication', true) is not null as "stands!"
from (
  select
    set_config('app.user_id', '', true),
    set_config('synchronous_commit', 'off', true)
) as nobody
