-- Opens a transaction of the cleanup.
select set_config('role', 'taskpact_maintenance', true) is not null as "stands!"
from (select set_config('app.user_id', '', true)) as nobody
