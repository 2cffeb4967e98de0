-- How many there are of what is looked for.
-- @anew
select count(*) as "total!"
from tasks
where {found}
