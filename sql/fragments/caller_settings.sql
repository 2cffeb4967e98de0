-- The settings of a caller's transaction: row-level security for the user, what is recorded with a change, the role and the bounds.
select
  set_config('app.user_id', :user_id, true) as user_id,
  set_config('app.quotas', :quotas, true),
  set_config('app.request', :request, true),
  set_config('role', :role, true),
  set_config('transaction_read_only', :read_only, true),
  set_config('statement_timeout', :statement_timeout, true)
