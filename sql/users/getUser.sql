-- The account, whether its address is confirmed (null without a password here), and the usage of each quota.
select {user}, (select email_verified from passwords where passwords.user_id = caller_id()) as "email_verified?",
  quota_usage.tasks, quota_usage.lists, quota_usage.tags, quota_usage.bytes,
  (select count(*) from sessions where sessions.user_id = caller_id() and sessions.expires_at > now()) as "sessions!"
from users
join quota_usage on quota_usage.user_id = caller_id()
where users.id = caller_id()
