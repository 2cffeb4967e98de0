-- The account, with the usage of each quota.
select {user}, quota_usage.tasks, quota_usage.lists, quota_usage.tags, quota_usage.bytes,
  (select count(*) from sessions where sessions.user_id = caller_id() and sessions.expires_at > now()) as "sessions!"
from users
join quota_usage on quota_usage.user_id = caller_id()
where users.id = caller_id()
