create table lists (
  id bigint generated always as identity,
  user_id bigint not null references users on delete cascade,
  name text not null
    constraint list_name_not_blank check (name ~ '\S')
    constraint list_name_length check (char_length(name) <= 100),
  colour text constraint list_colour_format check (colour ~ '^#[0-9a-f]{6}$'),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  version bigint not null default 1,
  deleted_at timestamptz,
  primary key (user_id, id)
);
create index lists_deleted_at on lists (deleted_at) where deleted_at is not null;

-- Neither columns that start out null nor a constraint that looks at new rows alone go through the table. A task whose list
-- is gone for good is in the inbox.
alter table tasks
  add column list_id bigint,
  add column deleted_at timestamptz,
  add constraint task_list_fkey foreign key (user_id, list_id) references lists (user_id, id) on delete set null (list_id) not valid;

-- The tasks that are in the trash, in the order in which they came there. A table of its own, as an index on tasks could not
-- be built without going through all of them under lock. list_version is the version that a list got as it was deleted with
-- the task: those come back with it, and no others.
create table trash (
  id bigint generated always as identity,
  user_id bigint not null,
  task_id bigint not null,
  deleted_at timestamptz not null default now(),
  list_version bigint,
  primary key (user_id, id),
  unique (user_id, task_id),
  foreign key (user_id, task_id) references tasks (user_id, id) on delete cascade
);
create index trash_deleted_at on trash (deleted_at);

alter table lists enable row level security, force row level security;
create policy caller on lists using (user_id = (select caller_id()));
create policy maintenance on lists to taskpact_maintenance using (deleted_at < now() - interval '30 days');

alter table trash enable row level security, force row level security;
create policy caller on trash using (user_id = (select caller_id()));
create policy maintenance on trash to taskpact_maintenance using (deleted_at < now() - interval '30 days');

create policy maintenance on tasks to taskpact_maintenance using (deleted_at < now() - interval '30 days');

grant select, insert, update, delete on lists to taskpact_runtime;
grant select, insert, delete on trash to taskpact_runtime;

-- Locking a row takes the right to update it. What is in a task is nothing that sweeping has to see.
grant select (user_id, id, deleted_at), update (deleted_at), delete on lists to taskpact_maintenance;
grant select, update (deleted_at) on trash to taskpact_maintenance;
grant select (user_id, id), delete on tasks to taskpact_maintenance;
