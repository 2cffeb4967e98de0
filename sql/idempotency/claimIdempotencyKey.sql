-- Whoever holds the lock carries the request out; it is let go with the transaction.
select pg_try_advisory_xact_lock(hashtextextended(:scope, 0)) as "held!"
