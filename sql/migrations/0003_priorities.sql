create type priority as enum ('none', 'low', 'medium', 'high');

-- When earlier ones were completed was not kept. Neither column, nor a constraint that looks at new rows alone, goes through
-- the table.
alter table tasks
  add column priority priority not null default 'none',
  add column completed_at timestamptz,
  add constraint task_open_is_not_completed check (completed or completed_at is null) not valid;
