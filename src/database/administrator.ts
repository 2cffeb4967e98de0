import type pg from 'pg'

/** The login role may not do what the migrations do: what an administrator has to run, in one line. */
export class MissingPrivilegeError extends Error {}

// The roles that the migrations create, and grant to the login role.
const roles = ['taskpact_runtime', 'taskpact_authentication', 'taskpact_maintenance', 'taskpact_finder', 'taskpact_recorder']

type Privileges = { login: string; database: string; owns: boolean; creates: boolean; missing: string[]; ungranted: string[] }

/**
 * The statements after which the login role can migrate the database: an administrator runs them as a superuser, or as a role that
 * has CREATEROLE and owns the database.
 */
export async function statementsForAdministrator(client: pg.Client, wanted = roles): Promise<string[]> {
  const { rows } = await client.query<Privileges>(
    `select quote_ident(current_user) as login, quote_ident(current_database()) as database,
      pg_has_role(datdba, 'usage') as owns, rolsuper or rolcreaterole as creates,
      array(select wanted from unnest($1::text[]) as wanted where not exists (select from pg_roles where rolname = wanted)) as missing,
      array(select rolname::text from pg_roles where rolname = any ($1) and not pg_has_role(oid, 'member with admin option')) as ungranted
    from pg_database, pg_roles where datname = current_database() and rolname = current_user`,
    [wanted],
  )
  return rows.flatMap(({ login, database, owns, creates, missing, ungranted }) => {
    const created = creates ? [] : missing
    const granted = [...created, ...ungranted]
    return [
      ...created.map((role) => `create role ${role} nologin`),
      ...(granted.length > 0 ? [`grant ${granted.join(', ')} to ${login} with admin option`] : []),
      ...(owns ? [] : [`alter database ${database} owner to ${login}`]),
    ]
  })
}

/** The error for a statement that was not permitted. */
export async function missingPrivilege(client: pg.Client, cause: pg.DatabaseError): Promise<Error> {
  const statements = await statementsForAdministrator(client).catch(() => [])
  if (statements.length === 0) return cause
  return new MissingPrivilegeError(
    `The role of DATABASE_URL may not migrate the database (${cause.message}). Let an administrator run, in this database: ${statements.join('; ')};`,
    { cause },
  )
}
