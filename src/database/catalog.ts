import type pg from 'pg'
import { catalog } from '../generated/catalog.ts'
import { isOutage } from './errors.ts'
import * as sql from '../generated/sql.ts'
import { DatabaseUnreachable, openSession } from './single-connection.ts'

/** The database lacks what a service relies on: what, and what to do, in one line. */
export class IncompleteDatabaseError extends Error {}

// For every connection of the role that logs in, so that they hold through a transaction pooler too.
const timeouts = { statement_timeout: '5s', lock_timeout: '1s', idle_in_transaction_session_timeout: '10s' }
// With parallel plans, one user's search would keep every processor of the database busy.
const settings: Record<string, string> = { ...timeouts, max_parallel_workers_per_gather: '0' }

// Two processes that start at once repair one after the other. An arbitrary number that no other code locks.
const lockKey = 7_225_843_107

// A role comes before what is granted to it, and a function's owner before its grants.
const order = ['create role ', 'grant usage on schema ', 'alter function ', 'grant ']

/**
 * Compares a database with what its migrations have made, and repairs what a restore loses: roles, grants, owners of functions, and
 * the settings of the login role. A database that cannot be reached passes: readiness reports it.
 * @param onRepair is told each statement that repaired something
 * @throws IncompleteDatabaseError if something else is missing, or the login role may not repair it
 */
export async function repairDatabase(databaseUrl: string, onRepair: (statement: string) => void = () => undefined): Promise<void> {
  try {
    const client = await openSession(databaseUrl, 'taskpact start')
    try {
      await repair(client, onRepair)
    } finally {
      await client.end()
    }
  } catch (error) {
    if (error instanceof IncompleteDatabaseError || !(error instanceof DatabaseUnreachable || isOutage(error))) throw error
  }
}

/** What a database lacks: what the next start repairs, as statements, and what only a backup brings back. It changes nothing. */
export async function findMissing(databaseUrl: string): Promise<{ repairable: string[]; irreplaceable: string[] }> {
  const client = await openSession(databaseUrl, 'taskpact doctor')
  try {
    const facts = await factsOf(client)
    return { repairable: await repairsOf(client, facts), irreplaceable: missingIn(facts).filter((fact) => !isStatement(fact)) }
  } finally {
    await client.end()
  }
}

/**
 * Makes the roles that the tables of a dump are granted to, which a dump does not hold.
 * @throws IncompleteDatabaseError if the login role may not do so
 */
export async function createRoles(client: pg.Client): Promise<void> {
  const missing = async (): Promise<string[]> =>
    (await repairsOf(client, await factsOf(client))).filter((fact) => /^(create role|grant \w+ to current_user)/.test(fact))
  await runAll(client, missing)
}

async function repair(client: pg.Client, onRepair: (statement: string) => void): Promise<void> {
  const facts = await factsOf(client)
  requireIrreplaceable(facts)
  if ((await repairsOf(client, facts)).length === 0) return
  const statements = await runAll(client, async () => repairsOf(client, await factsOf(client)))
  // Who may not grant something is only warned.
  const missing = missingIn(await factsOf(client))
  if (missing.length > 0) throw cannotRepair('permission denied', missing)
  statements.forEach(onRepair)
}

/** @throws IncompleteDatabaseError if something is missing that no statement of ours makes */
function requireIrreplaceable(facts: string[]): void {
  const missing = missingIn(facts).filter((fact) => !isStatement(fact))
  if (missing.length === 0) return
  const named = `${missing.slice(0, 5).join(', ')}${missing.length > 5 ? ', …' : ''}`
  throw new IncompleteDatabaseError(`The database is not as its migrations left it: it lacks ${named}. Restore a backup of it, or undo the change.`)
}

const repairsOf = async (client: pg.Client, facts: string[]): Promise<string[]> => [
  ...(await missingSettings(client)),
  ...missingIn(facts).filter(isStatement).sort(byOrder),
]

/** Runs what is found to be missing once no other process repairs. @returns the statements */
async function runAll(client: pg.Client, find: () => Promise<string[]>): Promise<string[]> {
  let statements: string[] = []
  try {
    // Longer than a request, as others that start may be repairing.
    await client.query("begin; set local statement_timeout = '30s'; set local lock_timeout = '30s'")
    await client.query('select pg_advisory_xact_lock($1)', [lockKey])
    statements = await find()
    for (const statement of statements) await client.query(asGiven(statement))
    await client.query('commit')
    return statements
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    if (isOutage(error)) throw error
    throw cannotRepair(error instanceof Error ? error.message : String(error), statements)
  }
}

function cannotRepair(reason: string, statements: string[]): IncompleteDatabaseError {
  return new IncompleteDatabaseError(
    `The database is not as its migrations left it, and this role cannot repair it (${reason}). Let its owner run: ${statements.join('; ')};`,
  )
}

/** Only a role that may create in a schema can be given a function in it. */
function asGiven(statement: string): string {
  const [, owner] = /^alter function .* owner to (\w+)$/.exec(statement) ?? []
  return owner === undefined ? statement : `grant create on schema public to ${owner}; ${statement}; revoke create on schema public from ${owner}`
}

const isStatement = (fact: string): boolean => order.some((start) => fact.startsWith(start))
const rank = (statement: string): number => order.findIndex((start) => statement.startsWith(start))
const byOrder = (one: string, other: string): number => rank(one) - rank(other)

/** The settings of the role that nobody has chosen: a timeout that is off, and anything else that only the server's configuration sets. */
async function missingSettings(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; database: string }>(
    `select name, quote_ident(current_database()) as database from pg_settings
    where name = any ($1) and case when name = any ($2) then reset_val = '0' else source not in ('database', 'user', 'database user') end`,
    [Object.keys(settings), Object.keys(timeouts)],
  )
  return rows.map(({ name, database }) => `alter role current_user in database ${database} set ${name} = '${settings[name] ?? ''}'`)
}

const missingIn = (facts: string[]): string[] => {
  const found = new Set(facts)
  return catalog.filter((fact) => !found.has(fact))
}

async function factsOf(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ fact: string }>(sql.listFacts.text)
  return rows.map(({ fact }) => fact)
}
