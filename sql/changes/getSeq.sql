-- The last number of the caller's changes, and when it was taken.
select seq, at
from feeds
where user_id = caller_id()
