-- How something recurs, as the contract's Recurrence.
create domain recurrence as jsonb;

create type outcome as enum ('completed', 'skipped');

-- Neither columns that start out null nor constraints that look at new rows alone go through the table.
alter table tasks
  add column recurrence recurrence,
  -- What the rule counts from; its date that the task stands at, wherever that one was moved to; and the how manieth it is.
  add column recurs_from due,
  add column recurs_at due,
  add column recurs_number integer,
  add constraint task_recurring_has_a_due check (recurrence is null or due is not null) not valid,
  add constraint task_recurring_has_its_place check ((recurrence is null) = (recurs_number is null)) not valid;

-- What was done of a task that recurs, with where the task stood before, so that it can be undone.
create table occurrences (
  id bigint generated always as identity,
  user_id bigint not null,
  task_id bigint not null,
  due due not null,
  outcome outcome not null,
  completed_at timestamptz not null default now(),
  recurs_from due not null,
  recurs_at due not null,
  recurs_number integer not null,
  primary key (user_id, task_id, id),
  foreign key (user_id, task_id) references tasks (user_id, id) on delete cascade
);

alter table occurrences enable row level security, force row level security;
create policy caller on occurrences using (user_id = (select caller_id()));

-- An occurrence is never changed; undoing the last one removes it.
grant select, insert, delete on occurrences to taskpact_runtime;
