import type pg from 'pg'

/** A database cannot be dumped or restored as it is: why, and what to do, in one line. */
export class CannotDump extends Error {}

/** The role that a dump is made as, unless the login role sees every row itself. */
export const backupRole = 'taskpact_backup'

/**
 * The role to make a dump as: row-level security hides rows from every other one.
 * @returns null for the login role itself
 * @throws CannotDump with the SQL that makes the role, if there is none
 */
export async function roleForDump(client: pg.Client): Promise<string | null> {
  const {
    rows: [found],
  } = await client.query<{ sees_all: boolean; may_take: boolean; login: string }>(
    `select quote_ident(current_user) as login,
      (select rolsuper or (rolbypassrls and pg_has_role('pg_read_all_data', 'usage')) from pg_roles where rolname = current_user) as sees_all,
      exists (
        select from pg_roles
        where rolname = $1 and rolbypassrls and pg_has_role(oid, 'member') and pg_has_role(oid, 'pg_read_all_data', 'usage')
      ) as may_take`,
    [backupRole],
  )
  if (found?.sees_all) return null
  if (found?.may_take) return backupRole
  throw new CannotDump(
    `The role ${found?.login ?? ''} does not see all rows, so a backup would lack them. Let a superuser run: ` +
      `create role ${backupRole} nologin bypassrls; grant pg_read_all_data to ${backupRole}; grant ${backupRole} to ${found?.login ?? ''};`,
  )
}

/** A pooler would mix the session of a dump with others. It is noticed by the process id, which is not the server's. @throws CannotDump */
export async function requireDirect(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  // The driver has it; its types do not.
  if (rows[0]?.pid === Reflect.get(client, 'processID')) return
  throw new CannotDump('DATABASE_URL leads through a pooler. Set it to the URL of the database itself for this command.')
}

/** @throws CannotDump if a database to restore into has tables */
export async function requireWithoutTables(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(`
    select oid::regclass::text as name from pg_class
    where relkind in ('r', 'p', 'v', 'm', 'S', 'f') and relnamespace::regnamespace::text not like 'pg\\_%'
      and relnamespace <> 'information_schema'::regnamespace
      and not exists (select from pg_depend where objid = pg_class.oid and deptype = 'e')
    limit 1`)
  if (rows[0]) throw new CannotDump(`The database is not empty: it has ${rows[0].name}. Create an empty database and set DATABASE_URL to it.`)
}
