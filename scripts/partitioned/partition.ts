// Makes the tables of users hash-partitioned by their owner, in an empty database that has its migrations: for the tests.
import { readFile } from 'node:fs/promises'
import pg from 'pg'
import { withoutMarks } from '../generate/statements.ts'

/** Tables with an owner that stay whole, as they make something unique among all users, and why that is. */
export const directories: Readonly<Record<string, string>> = {
  identities: 'an issuer and a subject lead to one user',
  passwords: 'an address leads to one account',
}

/** The schema of a partition. Its tables, indexes and constraints go by the names of those that they are parts of. */
export const schemaOf = (remainder: number): string => `part_${remainder}`

type Table = { name: string; key: string; required: boolean; owner: string; options: string }

const tablesQuery = `
select relname as name, relowner::regrole::text as owner, attname as key, attnotnull as required,
  coalesce('with (' || array_to_string(reloptions, ', ') || ')', '') as options
from pg_class
join pg_attribute on attrelid = pg_class.oid and attname = case relname when 'users' then 'id' else 'user_id' end and not attisdropped
where relnamespace = 'public'::regnamespace and relkind = 'r' and not relname = any ($1)
order by relname`

/** What of a table is no part of itself, in the order in which it can be made. An index may only be unique with the key of its table. */
const definitionsQuery = `
with tables as (
  select pg_class.oid, relname, key, required from unnest($1::text[], $2::text[], $3::boolean[]) as given (name, key, required) join pg_class on pg_class.oid = given.name::regclass
), constraints as (
  select pg_constraint.oid, conname, contype, conindid, relname, key, required,
    array(select attname::text from unnest(conkey) with ordinality as part (attnum, at) join pg_attribute on attrelid = conrelid and pg_attribute.attnum = part.attnum order by at) as columns
  from tables join pg_constraint on conrelid = tables.oid
)
select statement from (
  select 1 as turn, conname::text as name, format('alter table %I add constraint %I %s', relname, conname, case
    when key = any (columns) then pg_get_constraintdef(oid)
    else format('%s (%I, %s)', case when contype = 'p' and required then 'primary key' else 'unique' end, key, array_to_string(columns, ', '))
  end) as statement
  from constraints where contype in ('p', 'u')
  union all
  -- What is looked for without its owner has an index all the same.
  select 2, conname, format('create index %I on %I (%s)', conname || '_alone', relname, array_to_string(columns, ', '))
  from constraints where contype in ('p', 'u') and not key = any (columns)
  union all
  select 2, indexrelid::regclass::text, pg_get_indexdef(indexrelid)
  from tables join pg_index on indrelid = tables.oid
  where not exists (select from constraints where conindid = indexrelid and contype in ('p', 'u'))
  union all
  select 3, relname || '.' || conname, format('alter table %s add constraint %I %s', conrelid::regclass, conname, replace(pg_get_constraintdef(pg_constraint.oid), ' NOT VALID', ''))
  from tables join pg_constraint on tables.oid in (conrelid, confrelid)
  where contype = 'f' and (conrelid = tables.oid or conrelid not in (select oid from tables))
  union all
  select 4, relname || '.' || tgname, pg_get_triggerdef(pg_trigger.oid)
  from tables join pg_trigger on tgrelid = tables.oid
  where not tgisinternal
  union all
  select 5, relname || '.' || polname, format('create policy %I on %I as %s for %s to %s', polname, relname,
      case when polpermissive then 'permissive' else 'restrictive' end,
      case polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end,
      (select string_agg(coalesce(quote_ident(rolname), 'public'), ', ') from unnest(polroles) as role left join pg_roles on pg_roles.oid = role))
    || coalesce(' using (' || pg_get_expr(polqual, polrelid) || ')', '') || coalesce(' with check (' || pg_get_expr(polwithcheck, polrelid) || ')', '')
  from tables join pg_policy on polrelid = tables.oid
  union all
  select 6, relname, format('alter table %I enable row level security; alter table %I force row level security', relname, relname)
  from tables
) as made
order by turn, name`

/** The functions, as those that name a table or the type of its rows go with it. */
const functionsQuery = `
select pg_proc.oid::regprocedure::text as signature, pg_get_functiondef(pg_proc.oid) as definition, proowner::regrole::text as owner,
  proacl is null or exists (select from aclexplode(proacl) where grantee = 0) as open
from pg_proc
where pronamespace = 'public'::regnamespace
order by 1`

type Definition = { signature: string; definition: string; owner: string; open: boolean }

/**
 * Rebuilds each table that belongs to users, partitioned by hash of its owner.
 * @param superuserUrl the database, which has no rows
 * @throws if the database is not as it was but for that
 */
export async function partitionByOwner(superuserUrl: string, partitions: number): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl })
  await client.connect()
  try {
    await client.query('begin')
    const before = await stateOf(client)
    const { rows: tables } = await client.query<Table>(tablesQuery, [Object.keys(directories)])
    const { rows: definitions } = await client.query<{ statement: string }>(definitionsQuery, [
      tables.map(({ name }) => name),
      tables.map(({ key }) => key),
      tables.map(({ required }) => required),
    ])
    const { rows: functions } = await client.query<Definition>(functionsQuery)
    for (const statement of replacing(tables, partitions)) await client.query(statement)
    await restoreFunctions(client, functions)
    for (const { statement } of definitions) await client.query(statement)
    for (const statement of await renamingIndexes(client)) await client.query(statement)
    await grantAgain(client, before)
    await client.query('commit')
  } finally {
    await client.end()
  }
}

/** The statements that put a partitioned table in the place of each. */
function replacing(tables: Table[], partitions: number): string[] {
  const remainders = Array.from({ length: partitions }, (_, remainder) => remainder)
  const each = (write: (table: Table) => string): string[] => tables.map(write)
  return [
    'create schema fresh',
    ...remainders.map((remainder) => `create schema ${schemaOf(remainder)} authorization ${tables[0]?.owner ?? 'current_user'}`),
    ...each(({ name, key }) => `create table fresh.${name} (like public.${name} including all excluding indexes) partition by hash (${key})`),
    `drop table ${each(({ name }) => `public.${name}`).join(', ')} cascade`,
    ...each(({ name }) => `alter table fresh.${name} set schema public`),
    'drop schema fresh',
    ...tables.flatMap(({ name, owner, options }) => [
      `alter table public.${name} owner to ${owner}`,
      ...remainders.flatMap((remainder) => [
        `create table ${schemaOf(remainder)}.${name} partition of public.${name} for values with (modulus ${partitions}, remainder ${remainder}) ${options}`,
        `alter table ${schemaOf(remainder)}.${name} owner to ${owner}`,
      ]),
    ]),
  ]
}

async function restoreFunctions(client: pg.Client, functions: Definition[]): Promise<void> {
  for (const { signature, definition, owner, open } of functions) {
    const { rows } = await client.query<{ known: boolean }>('select to_regprocedure($1) is not null as known', [signature])
    if (rows[0]?.known) continue
    await client.query(`${definition}; alter function ${signature} owner to ${owner}; ${open ? '' : `revoke all on function ${signature} from public`}`)
  }
}

/** So that an error tells of a constraint by the name it has on the whole. */
async function renamingIndexes(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ statement: string }>(`
    select format('alter index %s rename to %I', inhrelid::regclass, parent.relname) as statement
    from pg_inherits
    join pg_class as parent on parent.oid = inhparent and parent.relkind = 'I'
    join pg_class as child on child.oid = inhrelid and child.relname <> parent.relname
    order by 1`)
  return rows.map(({ statement }) => statement)
}

type State = { facts: string[]; guards: string }

/** What a service compares its database with at each start. */
async function stateOf(client: pg.Client): Promise<State> {
  const ask = async (file: string): Promise<Record<string, string>[]> => {
    const text = await readFile(new URL(`../../sql/safety/${file}.sql`, import.meta.url), 'utf8')
    return (await client.query<Record<string, string>>(withoutMarks(text))).rows
  }
  return { facts: (await ask('listFacts')).map(({ fact = '' }) => fact), guards: JSON.stringify(await ask('listGuards')) }
}

async function grantAgain(client: pg.Client, before: State): Promise<void> {
  const { facts } = await stateOf(client)
  for (const fact of before.facts.filter((each) => /^(grant|alter function) /.test(each) && !facts.includes(each))) await client.query(fact)
  const after = await stateOf(client)
  const lost = before.facts.find((fact) => !after.facts.includes(fact))
  if (lost !== undefined) throw new Error(`The partitioned database lacks ${lost}`)
  if (after.guards !== before.guards) throw new Error('The partitioned database has other policies')
}
