import pg from 'pg'
import { expect } from 'vitest'
import type { TestDatabase } from './database.ts'

/** Runs SQL as the role that signs people in, which row-level security shows every account and session. */
export async function asSignIn<Row extends pg.QueryResultRow>({ url }: TestDatabase, text: string, values?: unknown[]): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('begin; set local role taskpact_authentication')
    const { rows } = await client.query<Row>(text, values)
    await client.query('commit')
    return rows
  } finally {
    await client.end()
  }
}

/** How many accounts, identities, passwords, sessions and refresh tokens there are. */
export async function countAccounts(database: TestDatabase): Promise<Record<string, unknown>> {
  const tables = ['users', 'identities', 'passwords', 'sessions', 'refresh_tokens']
  const counts = tables.map((table) => `(select count(*) from ${table}) as ${table}`)
  const [row = {}] = await asSignIn<Record<string, unknown>>(database, `select ${counts.join(', ')}`)
  return row
}

/** Gives an account the key of an e-mail address that it would have been given before. */
export const setEmailKey = (database: TestDatabase, userId: number, key: string): Promise<unknown> =>
  database.superuser('update passwords set email_key = $2 where user_id = $1', [userId, key])

// A mail that is sent meanwhile, such as to somebody who has just registered, may wait as well.
const waiting = "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query !~ '^select keep_\\w+_link'"

/** Waits until a statement of a request waits for another one's lock. */
export const waitForLock = (database: TestDatabase): Promise<void> =>
  expect.poll(() => database.superuser(waiting), { interval: 20, timeout: 20_000 }).toHaveLength(1)
