-- Locks a key until the transaction ends. Only the request that holds the lock runs.
select pg_try_advisory_xact_lock(hashtextextended(:scope, 0)) as "held!"
