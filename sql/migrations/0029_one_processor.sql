-- With parallel plans, one user's search would keep every processor of the database busy. What somebody has set for the role or the database
-- stays.
do $$
begin
  if (select source not in ('database', 'user', 'database user') from pg_settings where name = 'max_parallel_workers_per_gather') then
    execute format('alter role current_user in database %I set max_parallel_workers_per_gather = 0', current_database());
  end if;
end $$;
