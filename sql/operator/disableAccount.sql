-- Disables an account, which nobody can use until it is enabled. Its sessions and personal access tokens stay.
update users
set disabled_at = now(),
    operator_acts = operator_acts + 1
where id = caller_id()
  and disabled_at is null
returning id
