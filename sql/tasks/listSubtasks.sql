-- All subtasks of a task, at every level and including those in the trash, in order of creation.
with recursive {below}
select id as "id!"
from below
where id <> :id
order by id
