-- What the migrations make and a service relies on, a line each. Some lines are statements, which make what they name. Policies are in
-- listGuards.sql.
with tables as (
  select oid, relname, relkind, relacl from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'S')
), roles as (
  select oid, rolname from pg_roles where rolname like 'taskpact\_%' and rolname <> 'taskpact_backup'
)
select format('create role %I nologin', rolname) as "fact!"
from roles
union all
select format('grant %I to current_user', rolname)
from roles
where pg_has_role(oid, 'member')
union all
select format('grant usage on schema public to %I', rolname)
from roles
where has_schema_privilege(oid, 'public', 'usage')
union all
select format('alter function %s owner to %I', pg_proc.oid::regprocedure, rolname)
from pg_proc join roles on roles.oid = proowner
where pronamespace = 'public'::regnamespace
union all
select format('grant %s on function %s to %I', lower(privilege_type), pg_proc.oid::regprocedure, rolname)
from pg_proc, aclexplode(proacl) join roles on roles.oid = grantee
where pronamespace = 'public'::regnamespace and grantee <> proowner
union all
select format('grant %s on %I to %I', lower(privilege_type), relname, rolname)
from tables, aclexplode(relacl) join roles on roles.oid = grantee
union all
select format('grant %s (%I) on %I to %I', lower(privilege_type), attname, relname, rolname)
from tables join pg_attribute on attrelid = tables.oid, aclexplode(attacl) join roles on roles.oid = grantee
union all
select format('function %s', pg_proc.oid::regprocedure)
from pg_proc
where pronamespace = 'public'::regnamespace
union all
select format('column %s.%s %s', relname, attname, format_type(atttypid, atttypmod))
from tables join pg_attribute on attrelid = tables.oid
where relkind <> 'S' and attnum > 0 and not attisdropped
union all
select format('constraint %s on %s', conname, relname)
from tables join pg_constraint on conrelid = tables.oid
where contype <> 'n'
union all
select format('index %s on %s', indexrelid::regclass, relname)
from tables join pg_index on indrelid = tables.oid
where indisvalid
union all
select format('trigger %s on %s', tgname, relname)
from tables join pg_trigger on tgrelid = tables.oid
where not tgisinternal and tgenabled in ('O', 'A')
