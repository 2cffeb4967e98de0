-- The tasks that a step created.
select id as "id!"
from before_step(:seq, 'task', null)
where is_new
