-- Waits for requests that are giving tags to tasks, and keeps others from it until the transaction ends.
select pg_advisory_xact_lock(hashtextextended('tags of ' || caller_id(), 0)) is not null as "held!"
