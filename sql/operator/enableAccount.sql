update users
set disabled_at = null,
    operator_acts = operator_acts + 1
where id = caller_id()
  and disabled_at is not null
returning id
