import type pg from 'pg'

/** A table with its columns: those that are given a value, and all. Its name is quoted. */
export type Table = { name: string; columns: string[]; allColumns: string[]; forced: boolean }

/** A name as SQL takes it. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

/**
 * The tables of a database, except for what is of the database itself: its migrations, and its heartbeat. A table comes after those that it refers to.
 * @throws for tables that refer to each other in a circle
 */
export async function tablesOf(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<Table & { parents: string[] }>(`
    select oid::regclass::text as name, relforcerowsecurity as forced,
      array(select attname::text from pg_attribute where attrelid = pg_class.oid and attnum > 0 and not attisdropped and attgenerated = '' order by attnum) as columns,
      array(select attname::text from pg_attribute where attrelid = pg_class.oid and attnum > 0 and not attisdropped order by attnum) as "allColumns",
      array(select distinct confrelid::regclass::text from pg_constraint where conrelid = pg_class.oid and contype = 'f' and confrelid <> conrelid) as parents
    from pg_class
    where relkind in ('r', 'p') and relnamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
      and relnamespace::regnamespace::text not like 'pg\\_%'
      and relname not in ('schema_migrations', 'heartbeat')
      and not exists (select from pg_depend where objid = pg_class.oid and deptype = 'e')
    order by name`)
  const sorted: Table[] = []
  for (let rest = rows; rest.length > 0;) {
    const ready = rest.filter(({ parents }) => !rest.some(({ name }) => parents.includes(name)))
    if (ready.length === 0) throw new Error(`${rest.map(({ name }) => name).join(', ')} refer to each other`)
    sorted.push(...ready)
    rest = rest.filter((table) => !ready.includes(table))
  }
  return sorted
}

/** The sequences of a database, those of identity columns included. */
export async function sequencesOf(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>("select oid::regclass::text as name from pg_class where relkind = 'S' order by name")
  return rows.map(({ name }) => name)
}

/** The names of the migrations that a database has. */
export async function migrationsOf(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>('select name from schema_migrations order by name')
  return rows.map(({ name }) => name)
}

/** @throws if one of two databases has a migration that the other has not */
export async function requireSameMigrations(one: pg.Client, other: pg.Client): Promise<void> {
  const [here, there] = [await migrationsOf(one), await migrationsOf(other)]
  if (here.join() !== there.join()) throw new Error('The two databases are of different releases. Run taskpact migrate on both.')
}

/** The databases of a server, but for this one and those that every server has. */
export async function otherDatabases(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    "select datname as name from pg_database where not datistemplate and datname not in ('postgres', current_database())",
  )
  return rows.map(({ name }) => name)
}
