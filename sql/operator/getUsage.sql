-- What an account has, with the usage of each quota.
select quota_usage.tasks, quota_usage.lists, quota_usage.tags, quota_usage.bytes,
  (select count(*) from sessions where sessions.user_id = caller_id() and sessions.expires_at > now()) as "sessions!",
  (select count(*) from personal_tokens where personal_tokens.user_id = caller_id() and personal_tokens.expires_at > now()) as "tokens!",
  (select count(*) from webhooks where webhooks.user_id = caller_id()) as "webhooks!"
from quota_usage
where quota_usage.user_id = caller_id()
