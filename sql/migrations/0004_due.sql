-- When something is due, as the contract's Due: a domain, so that statements are typed by it.
create domain due as jsonb;

-- Neither columns that start out the same in every row nor a constraint that looks at new rows alone go through the table.
alter table users add column time_zone text not null default 'UTC';
-- due_at is the moment that due means in the user's time zone.
alter table tasks
  add column due due,
  add column due_at timestamptz,
  add constraint task_due_has_its_moment check ((due is null) = (due_at is null)) not valid;

grant update (time_zone) on users to taskpact_runtime;
