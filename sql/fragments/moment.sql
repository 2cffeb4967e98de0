-- The moment that a statement sees the caller's data at.
now()
