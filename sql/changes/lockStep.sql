-- Locks what a step changed.
select lock_step(:seq) is null as "locked!"
