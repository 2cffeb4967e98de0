// The migrated database → sql/schema.sql: the current schema, for reading and for reviewing a migration's effect.
import type pg from 'pg'

const query = `
with tables as (
  select oid, relname, relrowsecurity, relforcerowsecurity
  from pg_class
  where relnamespace = 'public'::regnamespace and relkind = 'r'
), facts (section, item, line) as (
  -- Functions of one name differ in their parameters.
  select 1, pg_proc.oid::regprocedure::text, pg_get_functiondef(pg_proc.oid)
  from pg_proc
  where pronamespace = 'public'::regnamespace
    and not exists (select from pg_depend where objid = pg_proc.oid and deptype = 'e')
  union all
  select 2, relname, 'table ' || relname || e'\\n' || (
    select string_agg('  ' || attname || ' ' || format_type(atttypid, atttypmod)
      || case when attnotnull then ' not null' else '' end
      || case attidentity when 'a' then ' generated always as identity' else '' end
      || case attgenerated when 's' then ' generated always as (' || pg_get_expr(adbin, adrelid) || ') stored' else '' end
      || coalesce(case when attgenerated = '' then ' default ' || pg_get_expr(adbin, adrelid) end, ''), e'\\n' order by attnum)
    from pg_attribute left join pg_attrdef on adrelid = attrelid and adnum = attnum
    where attrelid = tables.oid and attnum > 0 and not attisdropped)
  from tables
  union all
  select 2, relname || ' constraint ' || conname, '  constraint ' || conname || ' ' || pg_get_constraintdef(pg_constraint.oid)
  from tables join pg_constraint on conrelid = tables.oid
  where contype <> 'n'
  union all
  select 2, relname || ' index ' || indexrelid::regclass, '  ' || pg_get_indexdef(indexrelid)
  from tables join pg_index on indrelid = tables.oid
  where not exists (select from pg_constraint where conindid = indexrelid and contype in ('p', 'u', 'x'))
  union all
  select 2, relname || ' policy ' || polname, '  policy ' || polname
    || case polcmd when 'r' then ' for select' when 'a' then ' for insert' when 'w' then ' for update' when 'd' then ' for delete' else '' end
    || ' to ' || case when polroles = '{0}' then 'public'
      else (select string_agg(rolname, ', ' order by rolname) from pg_roles where oid = any (polroles)) end
    || coalesce(' using (' || pg_get_expr(polqual, polrelid) || ')', '')
    || coalesce(' with check (' || pg_get_expr(polwithcheck, polrelid) || ')', '')
  from tables join pg_policy on polrelid = tables.oid
  union all
  select 2, relname || ' trigger ' || tgname, '  ' || pg_get_triggerdef(pg_trigger.oid)
  from tables join pg_trigger on tgrelid = tables.oid
  where not tgisinternal
  union all
  select 2, relname || ' row', '  row level security'
    || case when relrowsecurity then ' on' else ' OFF' end
    || case when relforcerowsecurity then ', forced' else ', NOT FORCED' end
  from tables
  union all
  select 2, relname || ' grants ' || grantee, '  grant ' || string_agg(privilege, ', ' order by privilege) || ' to ' || grantee
  from (
    select relname, rolname as grantee, lower(privilege_type) as privilege
    from tables join pg_class using (oid, relname), aclexplode(relacl) join pg_roles on pg_roles.oid = grantee
    where rolname like 'taskpact\\_%'
    union all
    select relname, rolname, lower(privilege_type) || ' (' || attname || ')'
    from tables join pg_attribute on attrelid = tables.oid, aclexplode(attacl) join pg_roles on pg_roles.oid = grantee
    where rolname like 'taskpact\\_%'
  ) as grants
  group by relname, grantee
)
select line from facts order by section, item collate "C"`

/** The text of sql/schema.sql, read from the catalogue of a migrated database. */
export async function schemaText(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ line: string }>(query)
  const lines = rows.map(({ line }) => (line.startsWith('  ') ? line : `\n${line}`))
  return `-- Generated from sql/migrations by "npm run generate". Do not edit. For reading: it is not run.\n${lines.join('\n')}\n`
}
