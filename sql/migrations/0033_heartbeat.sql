-- When the primary was last heard of. A replica that has this time also has all that was committed before it, so the service knows by it how
-- old what a replica says can be. Only a service with replicas writes it.
create table heartbeat (
  -- One row.
  id boolean primary key default true constraint heartbeat_one check (id),
  -- Another database of the service is not taken for a replica of this one.
  installation uuid not null default gen_random_uuid(),
  at timestamptz not null default now()
);
insert into heartbeat default values;
alter table heartbeat set (fillfactor = 10);
grant select on heartbeat to taskpact_runtime, taskpact_authentication, taskpact_maintenance;
grant update (at) on heartbeat to taskpact_maintenance;
