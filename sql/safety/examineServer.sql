-- What "taskpact doctor" asks of the server, as the role that logs in. Of the replicas, only a role that may read them sees more than that
-- they are there.
select
  current_setting('server_version') as "version!",
  current_setting('server_version_num')::integer as "version_number!",
  extract(epoch from clock_timestamp())::float8 as "now!",
  pg_is_in_recovery() as "is_replica!",
  (select rolsuper or rolbypassrls from pg_roles where rolname = current_user) as "is_privileged!",
  current_setting('statement_timeout') as "statement_timeout!",
  current_setting('lock_timeout') as "lock_timeout!",
  current_setting('idle_in_transaction_session_timeout') as "idle_in_transaction_session_timeout!",
  (select sum(numbackends)::integer from pg_stat_database) as "connections!",
  current_setting('max_connections')::integer as "max_connections!",
  (select count(*)::integer from pg_stat_replication) as "replicas!",
  (select extract(epoch from max(replay_lag))::float8 from pg_stat_replication) as "replica_lag?",
  (select count(*)::integer from pg_stat_replication where state is null) as "hidden_replicas!",
  current_setting('archive_mode') <> 'off' as "archives!",
  (select extract(epoch from now() - last_archived_time)::float8 from pg_stat_archiver) as "archived_ago?",
  (select coalesce(last_failed_time > coalesce(last_archived_time, '-infinity'), false) from pg_stat_archiver) as "archive_fails!"
