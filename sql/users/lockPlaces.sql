-- Serializes the changes that a user makes to the order and hierarchy of tasks and lists.
select id
from users
where id = caller_id()
for no key update
