-- A write that changes nothing says what it found: that a change is there already, or was made by an earlier request with its key. On a primary that
-- has to end, that can be a change that no standby has. So such a transaction writes something of no consequence, for its commit to wait for the
-- standby as well: https://www.postgresql.org/docs/current/warm-standby.html#SYNCHRONOUS-REPLICATION
create or replace function finish_changes() returns table (seq bigint, at timestamptz) language plpgsql as $$
begin
  set constraints all immediate;
  if pg_current_xact_id_if_assigned() is null then
    perform pg_logical_emit_message(true, 'taskpact', '');
  end if;
  return query select feeds.seq, feeds.at from feeds where feeds.user_id = caller_id();
end $$;
