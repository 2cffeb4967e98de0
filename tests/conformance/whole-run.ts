import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startProgram } from '../../scripts/support/service.ts'
import { belongings, countRows } from '../support/belongings.ts'
import { createDatabase } from '../support/database.ts'
import { cleanUp } from '../support/clean-up.ts'
import type { TestDatabase } from '../support/database.ts'
import { program as built } from '../support/program.ts'
import { clientOf, secret } from '../support/service.ts'

/** What came of all checks together, and what the database held before and after them. */
export type WholeRun = { status: unknown; out: string; err: string; json: string; junit: string; before: unknown[]; after: unknown[] }

type Account = { id: number; token: string }

/**
 * What the service keeps by itself for a time, whatever its clients do: how often they asked, what it answered to a key, what changed, and the
 * mails that wait.
 */
const passing = { rate_limits: null, idempotency_keys: null, changes: null, feeds: null, mails: null, reset_links: null, email_links: null }

/** Everything in the database: of each table how many rows there are, and a hash of the rows of each of these users. */
export async function everything(database: TestDatabase, ...users: Pick<Account, 'id'>[]): Promise<unknown[]> {
  // What was deleted is removed in the background.
  await cleanUp(database)
  const tables = [await countRows(database)]
  const rows = await Promise.all(users.map(({ id }) => belongings(database, id)))
  return [...tables, ...rows].map((kept) => ({ ...kept, ...passing }))
}

/** Runs the program's own command, with all of its checks, against a program on a database of its own. Reports go to the folder. */
export async function runWhole(folder: string): Promise<WholeRun> {
  const database = await createDatabase()
  try {
    const { child, url, exited } = await startProgram({ program: built, databaseUrl: database.url, environment: { BETTER_AUTH_SECRET: secret } })
    try {
      const [alice, bob] = [await register(url, 'alice'), await register(url, 'bob')]
      const reports = { json: join(folder, 'report.json'), junit: join(folder, 'junit.xml') }
      const before = await everything(database, alice, bob)
      const ended = await taskpact(
        'conformance',
        '--url',
        url,
        '--token',
        alice.token,
        '--second-token',
        bob.token,
        '--json',
        reports.json,
        '--junit',
        reports.junit,
      )
      const after = await everything(database, alice, bob)
      return { ...ended, before, after, json: await readFile(reports.json, 'utf8'), junit: await readFile(reports.junit, 'utf8') }
    } finally {
      child.kill('SIGKILL')
      await exited
    }
  } finally {
    await database.drop()
  }
}

async function register(url: string, name: string): Promise<Account> {
  const account = { email: `${name}@example.com`, password: 'long enough', name }
  const { body } = await clientOf(url, {}).post('/api/auth/register', account).expect(201)
  return { id: body.user.id, token: body.token }
}

function taskpact(...args: string[]): Promise<{ status: unknown; out: string; err: string }> {
  const { PATH = '', HOME = '' } = process.env
  return new Promise((resolve) => {
    execFile(process.execPath, [...built, ...args], { env: { PATH, HOME } }, (error, out, err) => {
      resolve({ status: error ? (error.code ?? error.signal) : 0, out, err })
    })
  })
}
