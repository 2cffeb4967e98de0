-- Opens the transaction of someone who is not signed in.
select set_config('role', 'taskpact_authentication', true) is not null as "stands!"
from (select set_config('app.user_id', '', true)) as nobody
