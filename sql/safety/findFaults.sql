-- Each row describes a fault that would let a user see the rows of another user.
select format('the role %s is a superuser, bypasses row-level security, makes roles or can log in', rolname) as "fault!"
from pg_roles
where rolname like 'taskpact\_%' and rolname <> 'taskpact_backup' and (rolsuper or rolbypassrls or rolcreaterole or rolcanlogin)
union all
select format('the role %s is a superuser, makes roles or can log in', rolname)
from pg_roles
where rolname = 'taskpact_backup' and (rolsuper or rolcreaterole or rolcanlogin)
union all
select format('the role %s is a member of %s', member::regrole, roleid::regrole)
from pg_auth_members
where member::regrole::text like 'taskpact\_%'
  and not (member::regrole::text = 'taskpact_backup' and roleid::regrole::text = 'pg_read_all_data')
union all
select format('the role %s does not exist', wanted)
from unnest(array['taskpact_runtime', 'taskpact_authentication', 'taskpact_maintenance', 'taskpact_finder', 'taskpact_recorder']) as wanted
where not exists (select from pg_roles where rolname = wanted)
union all
select format('%s owns %s', relowner::regrole, relname)
from pg_class
where relowner::regrole::text like 'taskpact\_%' and relnamespace = 'public'::regnamespace
union all
select format('row-level security is not forced on %s', relname)
from pg_class
where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
  and relname not in ('schema_migrations', 'rate_limits', 'heartbeat')
  and not (relrowsecurity and relforcerowsecurity)
union all
select format('%s has a policy that does not ask for the caller', polrelid::regclass)
from pg_policy
cross join lateral (values (pg_get_expr(polqual, polrelid)), (pg_get_expr(polwithcheck, polrelid))) as condition (expression)
where exists (select from unnest(polroles) as role where role in (0, to_regrole('taskpact_runtime')))
  -- PostgreSQL puts parentheses around each part, so that nothing but an "and" can follow the owner.
  and regexp_replace(expression, '\s+', '', 'g') !~ '^(\((user_)?id=(caller_id\(\)|\(SELECTcaller_id\(\)(AS\w+)?\))\)|\(\((user_)?id=(caller_id\(\)|\(SELECTcaller_id\(\)(AS\w+)?\))\)AND.*\))$'
union all
select format('the role %s may truncate, reference or add triggers to %s', rolname, pg_class.oid::regclass)
from pg_roles
cross join pg_class
where rolname like 'taskpact\_%' and not rolsuper
  and relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
  and has_table_privilege(pg_roles.oid, pg_class.oid, 'truncate, references, trigger')
union all
select format('the role %s may change %s', reader, oid::regclass)
from pg_class, unnest(array[to_regrole('taskpact_finder'), to_regrole('taskpact_backup')]) as reader
where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
  and has_table_privilege(reader, oid, 'insert, update, delete, truncate')
union all
select distinct format('the role %s may read or change %s', grantee::regrole, pg_class.oid::regclass)
from pg_class, aclexplode(relacl)
where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relname not in ('feeds', 'changes', 'webhook_deliveries')
  and grantee = to_regrole('taskpact_recorder')
union all
select distinct format('the role %s may change %s', grantee::regrole, pg_class.oid::regclass)
from pg_class, aclexplode(relacl)
where relnamespace = 'public'::regnamespace and relname in ('feeds', 'changes')
  and grantee in (to_regrole('taskpact_runtime'), to_regrole('taskpact_authentication')) and privilege_type <> 'SELECT'
union all
select format('the function %s is run as %s', oid::regprocedure, proowner::regrole)
from pg_proc
where pronamespace = 'public'::regnamespace and prosecdef
  and (proowner = to_regrole('taskpact_finder') or proowner = to_regrole('taskpact_recorder')) is not true
