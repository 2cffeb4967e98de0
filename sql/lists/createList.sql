insert into lists (user_id, name, colour)
values (caller_id(), :name, :colour?)
returning {list}
