-- Opens the transaction of a request without an authenticated caller.
select set_config('role', 'taskpact_authentication', true) is not null as "stands!"
from (select set_config('app.user_id', '', true)) as nobody
