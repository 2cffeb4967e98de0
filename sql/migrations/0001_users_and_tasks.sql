-- Roles that nobody logs in as and that own nothing. Every transaction drops to one of them: taskpact_runtime sees the
-- caller's rows, taskpact_authentication what signing in takes, taskpact_maintenance what has expired.
do $$
declare
  wanted text;
begin
  foreach wanted in array array['taskpact_runtime', 'taskpact_authentication', 'taskpact_maintenance'] loop
    if not exists (select from pg_roles where rolname = wanted) then
      execute format('create role %I nologin', wanted);
    end if;
    execute format('grant %I to current_user', wanted);
  end loop;
end $$;

-- Time-outs belong to the login role in this database, so that they hold through a transaction pooler too.
do $$
begin
  execute format('alter role current_user in database %I set statement_timeout = ''5s''', current_database());
  execute format('alter role current_user in database %I set lock_timeout = ''1s''', current_database());
  execute format('alter role current_user in database %I set idle_in_transaction_session_timeout = ''10s''', current_database());
end $$;

-- The user whose transaction this is, or null. A reused connection may hold '' where nothing was ever set.
create function caller_id() returns bigint
  language sql stable parallel safe
  return nullif(current_setting('app.user_id', true), '')::bigint;

create table users (
  id bigint generated always as identity primary key,
  email text,
  name text,
  created_at timestamptz not null default now()
);

-- Who a front end's token speaks of. Never matched by e-mail.
create table identities (
  issuer text not null,
  subject text not null,
  user_id bigint not null references users on delete cascade,
  primary key (issuer, subject)
);
create index identities_user_id on identities (user_id);

-- email_key is the address in normal form C and lower case.
create table passwords (
  user_id bigint primary key references users on delete cascade,
  email_key text not null constraint passwords_email_taken unique,
  hash text not null
);

create table sessions (
  id uuid primary key default gen_random_uuid(),
  user_id bigint not null references users on delete cascade,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  unique (user_id, id)
);

-- SHA-256 of each refresh token of a session; replaced_at is when its successor was given.
create table refresh_tokens (
  hash bytea primary key,
  user_id bigint not null,
  session_id uuid not null,
  replaced_at timestamptz,
  foreign key (user_id, session_id) references sessions (user_id, id) on delete cascade
);
create index refresh_tokens_session on refresh_tokens (user_id, session_id);

create table tasks (
  id bigint generated always as identity primary key,
  user_id bigint not null references users on delete cascade,
  title text not null
    constraint task_title_not_blank check (title ~ '\S')
    constraint task_title_length check (char_length(title) <= 255),
  description text constraint task_description_length check (char_length(description) <= 1000),
  completed boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  version bigint not null default 1,
  unique (user_id, id)
);

-- The answer to a request that was sent with an Idempotency-Key, so that it is given again and nothing is done again.
-- Of those who are not signed in user_id is null, and the answer, which holds tokens, is sealed.
create table idempotency_keys (
  user_id bigint references users on delete cascade,
  key text not null,
  fingerprint bytea not null,
  status integer not null,
  headers jsonb not null,
  body text,
  created_at timestamptz not null default now(),
  constraint idempotency_keys_unique unique nulls not distinct (user_id, key)
);
create index idempotency_keys_created_at on idempotency_keys (created_at);

-- How often something was asked for since its window began. Lost in a crash, which does no harm.
create unlogged table rate_limits (
  key text primary key,
  used bigint not null,
  ends_at timestamptz not null
);
create index rate_limits_ends_at on rate_limits (ends_at);

-- The subselect makes the caller an InitPlan, so that an index on user_id is used.
alter table users enable row level security, force row level security;
create policy caller on users using (id = (select caller_id()));
create policy authentication on users to taskpact_authentication using (true) with check (true);

alter table identities enable row level security, force row level security;
create policy caller on identities using (user_id = (select caller_id()));
create policy authentication on identities to taskpact_authentication using (true) with check (true);

alter table passwords enable row level security, force row level security;
create policy caller on passwords using (user_id = (select caller_id()));
create policy authentication on passwords to taskpact_authentication using (true) with check (true);

alter table sessions enable row level security, force row level security;
create policy caller on sessions using (user_id = (select caller_id()));
create policy authentication on sessions to taskpact_authentication using (true) with check (true);

alter table refresh_tokens enable row level security, force row level security;
create policy caller on refresh_tokens using (user_id = (select caller_id()));
create policy authentication on refresh_tokens to taskpact_authentication using (true) with check (true);

alter table tasks enable row level security, force row level security;
create policy caller on tasks using (user_id = (select caller_id()));

alter table idempotency_keys enable row level security, force row level security;
create policy caller on idempotency_keys using (user_id = (select caller_id()));
create policy authentication on idempotency_keys to taskpact_authentication using (user_id is null) with check (user_id is null);
create policy maintenance on idempotency_keys to taskpact_maintenance using (created_at < now() - interval '24 hours');
create policy maintenance on sessions to taskpact_maintenance using (expires_at < now());

grant select, insert, update on idempotency_keys to taskpact_runtime, taskpact_authentication;
-- Locking a row to delete it takes the right to update it.
grant select, update, delete on idempotency_keys, sessions, rate_limits to taskpact_maintenance;
grant select, insert, update on rate_limits to taskpact_authentication;

grant select, update (name), delete on users to taskpact_runtime;
grant select, delete on sessions to taskpact_runtime;
grant select, insert, update, delete on tasks to taskpact_runtime;

grant select, insert on users, identities, passwords to taskpact_authentication;
grant select, insert, update, delete on sessions, refresh_tokens to taskpact_authentication;
