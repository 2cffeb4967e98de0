-- Opens the transaction that counts usage for a rate limit, without an authenticated caller. The commit does not wait for the disk:
-- a crash loses at most the counts of the last moment.
select set_config('role', 'taskpact_authentication', true) is not null as "stands!"
from (
  select
    set_config('app.user_id', '', true),
    set_config('synchronous_commit', 'off', true)
) as nobody
