-- Personal access tokens, of which only the SHA-256 is kept. A request finds its token by the user and id, and the user by the hash once.
-- The scopes as the API returns them.
create domain token_scopes as jsonb;

create table personal_tokens (
  id bigint generated always as identity,
  user_id bigint not null references users on delete cascade,
  name text not null constraint personal_token_name_length check (char_length(name) <= 100),
  scopes token_scopes not null,
  hash bytea not null constraint personal_tokens_hash unique,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  last_used_on date,
  primary key (user_id, id)
);
create index personal_tokens_expires_at on personal_tokens (expires_at);

alter table personal_tokens enable row level security, force row level security;
create policy caller on personal_tokens using (user_id = (select caller_id()));
create policy authentication on personal_tokens for select to taskpact_authentication using (true);
create policy maintenance on personal_tokens to taskpact_maintenance using (expires_at < now());
grant select (id, user_id, name, scopes, created_at, expires_at, last_used_on), insert, update (last_used_on), delete on personal_tokens to taskpact_runtime;
grant select on personal_tokens to taskpact_authentication;
grant select (id, user_id, expires_at), update (last_used_on), delete on personal_tokens to taskpact_maintenance;
