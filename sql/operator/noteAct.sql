-- Notes an act that changes nothing else of the account's row.
update users
set operator_acts = operator_acts + 1
where id = caller_id()
returning id
