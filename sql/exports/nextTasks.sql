-- The last of the next page of tasks, as they are now: an export reads the tasks up to it, as they were.
select max(id) as "until?"
from (select id from tasks where user_id = caller_id() and id > :after order by id limit :limit) as next
