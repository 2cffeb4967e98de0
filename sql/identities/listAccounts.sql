-- Accounts in the order of their ids, after one of them.
select {account}
from users
where users.deleted_at is null
  and users.id > :after
order by users.id
limit :limit
