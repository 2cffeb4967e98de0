import { tmpdir } from 'node:os'
import pino from 'pino'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Finding } from '../../src/commands/doctor/finding.ts'
import { startService } from '../../src/server.ts'
import type { RunningService } from '../../src/server.ts'
import { createDatabase } from '../support/database.ts'
import { lastingPort } from '../support/ports.ts'
import { startReplicated } from '../support/replicated.ts'
import type { Replicated } from '../support/replicated.ts'
import { secret, settingsFor } from '../support/service.ts'
import { taskpact } from '../support/taskpact.ts'

const maxLagMs = 2_000

let database: Replicated
beforeAll(async () => {
  database = await startReplicated(1, 0)
})
afterEach(async () => {
  for (const { replay } of database.replicas) await replay(true)
})
afterAll(() => database.stop())

const replicaUrl = (): string => database.replicas[0]?.proxy.url ?? ''

/** What the doctor says of replicas at these URLs. */
async function findingsOf(...urls: string[]): Promise<Finding[]> {
  const { out, err } = await taskpact(tmpdir(), ['doctor', '--json'], {
    ...{ DATABASE_URL: database.proxy.url, DATABASE_REPLICA_URLS: urls.join(','), REPLICA_MAX_LAG_MS: String(maxLagMs) },
    ...{ BETTER_AUTH_SECRET: secret, OWN_ACCOUNTS: 'off' },
  })
  expect(err).toBe('')
  for (const url of [database.proxy.url, ...urls]) expect(out).not.toContain(new URL(url).password)
  const { findings } = JSON.parse(out) as { findings: Finding[] } // as --help says
  return findings.filter(({ check }) => check === 'replica')
}

describe('while a service reads replicas', () => {
  let service: RunningService
  beforeAll(async () => {
    const replicas = { urls: [replicaUrl()], maxLagMs }
    service = await startService({ ...settingsFor(database.proxy.url), preparedStatements: true, replicas }, pino({ level: 'silent' }))
  })
  afterAll(() => service.stop(true))

  test('a replica that is up to date is ok, by its host', async () => {
    const { host } = new URL(replicaUrl())
    // A busy machine can make it late for once.
    await vi.waitFor(
      async () => expect(await findingsOf(replicaUrl())).toMatchObject([{ level: 'ok', found: expect.stringContaining(`${host} is a replica that lags by`) }]),
      { timeout: 90_000, interval: 100 },
    )
  })

  test('one that takes over nothing is late', async () => {
    await database.replicas[0]?.replay(false)
    await vi.waitFor(
      async () => {
        const [found] = await findingsOf(replicaUrl())
        expect(found).toMatchObject({ level: 'warn', found: expect.stringContaining('REPLICA_MAX_LAG_MS'), advice: expect.any(String) })
      },
      { timeout: 90_000, interval: 100 },
    )
  })
})

test('the primary itself is named, and a primary with another database fails', async () => {
  const other = await createDatabase('accounts')
  await other.superuser('update heartbeat set installation = gen_random_uuid()')
  const findings = await findingsOf(database.proxy.url, other.url)
  const [own, foreign] = [database.proxy.url, other.url].map((url) => new URL(url).host)
  expect(findings).toMatchObject([
    { level: 'unknown', found: `${own} is the primary of this database` },
    { level: 'fail', found: `${foreign} has another database than DATABASE_URL` },
  ])
  await other.drop()
})

test('one that is not there is a warning, and one that does not know the password is one', async () => {
  const [away, refused] = [new URL(replicaUrl()), new URL(replicaUrl())]
  away.port = String(await lastingPort())
  refused.password = 'hunter2'
  const advice = expect.stringContaining('reads on the primary meanwhile')
  expect(await findingsOf(away.href, refused.href)).toMatchObject([
    { level: 'warn', found: `${away.host} takes no connection: connect ECONNREFUSED ${away.host}`, advice },
    { level: 'warn', found: expect.stringContaining('password authentication failed'), advice },
  ])
})

test('another database on the replica fails', async () => {
  const url = new URL(replicaUrl())
  url.pathname = '/template1'
  const [found] = await findingsOf(url.href)
  expect(found).toMatchObject({ level: 'fail', found: expect.stringContaining('cannot be read'), advice: expect.stringContaining('the same database') })
})

test('without a service that reads replicas, a lag cannot be told', async () => {
  await vi.waitFor(async () => expect(await findingsOf(replicaUrl())).toMatchObject([{ level: 'unknown', found: expect.stringContaining('cannot be told') }]), {
    timeout: 90_000,
    interval: 100,
  })
})
