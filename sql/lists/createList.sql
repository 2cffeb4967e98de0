insert into lists (user_id, name, color)
values (caller_id(), :name, :color?)
returning {list}
