-- Tickets that open a stream in place of a token, each once. What a ticket stands for is in the ticket itself, signed; here is only that it
-- has not been used. Lost in a crash, which does no harm.
create unlogged table stream_tickets (
  user_id bigint not null references users on delete cascade,
  id uuid not null default gen_random_uuid(),
  expires_at timestamptz not null,
  primary key (user_id, id)
);
create index stream_tickets_expires_at on stream_tickets (expires_at);

alter table stream_tickets enable row level security, force row level security;
create policy caller on stream_tickets using (user_id = (select caller_id()));
create policy maintenance on stream_tickets to taskpact_maintenance using (expires_at < now());
grant select, insert, delete on stream_tickets to taskpact_runtime;
grant select, update, delete on stream_tickets to taskpact_maintenance;
