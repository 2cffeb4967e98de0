-- What would let one user's rows be seen by another: each row says what is wrong.
select format('the role %s is a superuser, bypasses row-level security, makes roles or can log in', rolname) as "fault!"
from pg_roles
where rolname like 'taskpact\_%' and (rolsuper or rolbypassrls or rolcreaterole or rolcanlogin)
union all
select format('the role %s is a member of %s', member::regrole, roleid::regrole)
from pg_auth_members
where member::regrole::text like 'taskpact\_%'
union all
select format('the role %s does not exist', wanted)
from unnest(array['taskpact_runtime', 'taskpact_authentication', 'taskpact_maintenance', 'taskpact_finder']) as wanted
where not exists (select from pg_roles where rolname = wanted)
union all
select format('%s owns %s', relowner::regrole, relname)
from pg_class
where relowner::regrole::text like 'taskpact\_%' and relnamespace = 'public'::regnamespace
union all
select format('row-level security is not forced on %s', relname)
from pg_class
where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
  and relname not in ('schema_migrations', 'rate_limits')
  and not (relrowsecurity and relforcerowsecurity)
union all
select format('%s has a policy that does not ask for the caller', polrelid::regclass)
from pg_policy
where exists (select from unnest(polroles) as role where role in (0, to_regrole('taskpact_runtime')))
  and (pg_get_expr(polqual, polrelid) not like '%caller_id()%' or pg_get_expr(polwithcheck, polrelid) not like '%caller_id()%')
union all
select format('the role taskpact_finder may change %s', oid::regclass)
from pg_class
where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
  and has_table_privilege(to_regrole('taskpact_finder'), oid, 'insert, update, delete, truncate')
union all
select format('the function %s is run as %s', oid::regprocedure, proowner::regrole)
from pg_proc
where pronamespace = 'public'::regnamespace and prosecdef and proowner is distinct from to_regrole('taskpact_finder')
