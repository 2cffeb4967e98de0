-- The time of the primary as a sequence, which has one row version for ever. A row that is updated five times a second has 18,000 in an hour in
-- which a dump keeps them, through which every read on a replica has to look; and to remove them on a replica waits for its queries. A sequence
-- is logged and replayed in the order of commits too.
create sequence heartbeat_at;
grant select on heartbeat_at to taskpact_maintenance;
grant update on heartbeat_at to taskpact_maintenance;
revoke update (at) on heartbeat from taskpact_maintenance;
alter table heartbeat drop column at;
alter table heartbeat reset (fillfactor);
