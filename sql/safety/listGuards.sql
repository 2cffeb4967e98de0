-- What decides which rows each role sees and changes: the policies, and the functions that are run with the rights of others or name the
-- caller, as PostgreSQL words them. Gives no row on a server that is newer than the tested ones, as it may use other words.
select format('the policy %s on %s', polname, polrelid::regclass) as "guard!",
  regexp_replace(concat_ws(' ',
    case when polpermissive then 'permissive' else 'restrictive' end,
    'for ' || polcmd::text,
    'to ' || (select string_agg(coalesce(rolname, 'public'), ', ' order by rolname) from unnest(polroles) as role left join pg_roles on pg_roles.oid = role),
    'using ' || pg_get_expr(polqual, polrelid),
    'with check ' || pg_get_expr(polwithcheck, polrelid)), '\s+', ' ', 'g') as "definition!"
from pg_policy
join pg_class on pg_class.oid = polrelid
where relnamespace = 'public'::regnamespace
  and exists (select from unnest(polroles) as role left join pg_roles on pg_roles.oid = role where role = 0 or rolname like 'taskpact\_%')
  and current_setting('server_version_num')::integer < 190000
union all
select format('the function %s', pg_proc.oid::regprocedure), regexp_replace(pg_get_functiondef(pg_proc.oid), '\s+', ' ', 'g')
from pg_proc
where pronamespace = 'public'::regnamespace
  and (prosecdef or proname = 'caller_id')
  and current_setting('server_version_num')::integer < 190000
order by 1
