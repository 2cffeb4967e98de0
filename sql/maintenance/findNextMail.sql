-- In how many seconds the next mail is due; null if none waits.
select extract(epoch from min(next_at) - now())::float8 as "seconds?"
from mails
