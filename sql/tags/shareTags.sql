-- Keeps the caller's tags from being renamed or deleted until the transaction ends.
select pg_advisory_xact_lock_shared(hashtextextended('tags of ' || caller_id(), 0)) is not null as "held!"
