import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { describe, expect, inject, test } from 'vitest'
import { judgePooling, judgeQueues, judgeServer } from '../../src/commands/doctor/database.ts'
import type { Finding, Level } from '../../src/commands/doctor/finding.ts'
import { examineNode } from '../../src/commands/doctor/machine.ts'
import { judgeReplica } from '../../src/commands/doctor/replicas.ts'
import { examineSettings } from '../../src/commands/doctor/settings.ts'
import { configOf } from '../../src/config/read.ts'
import { repairDatabase } from '../../src/database/catalog.ts'
import { migrate } from '../../src/database/migrate.ts'
import { createDatabase } from '../support/database.ts'
import { mailServer } from '../support/mail.ts'
import { lastingPort } from '../support/ports.ts'
import { secret, settingsFor, testService } from '../support/service.ts'
import { taskpact } from '../support/taskpact.ts'
import type { Run } from '../support/taskpact.ts'

type Report = { status: string; findings: Finding[] }

const service = testService()

const environment = (url: string): Record<string, string> => ({
  ...{ DATABASE_URL: url, BETTER_AUTH_SECRET: secret, OWN_ACCOUNTS: 'off' },
  PREPARED_STATEMENTS: settingsFor(url).preparedStatements ? 'on' : 'off',
})
const doctor = (url = service.database.serviceUrl, ...args: string[]): Promise<Run> => taskpact(tmpdir(), ['doctor', ...args], environment(url))

/** What is found of a database, by check. @param more further settings */
async function findingsOf(
  url = service.database.serviceUrl,
  more: Record<string, string> = {},
): Promise<{ status: unknown; of: (check: string) => Finding[] }> {
  const { status, out, err } = await taskpact(tmpdir(), ['doctor', '--json'], { ...environment(url), ...more })
  expect(err).toBe('')
  const { findings } = JSON.parse(out) as Report
  return { status, of: (check) => findings.filter((found) => found.check === check) }
}

const level = (findings: readonly Finding[]): (Level | undefined)[] => findings.map((found) => found.level)

describe('taskpact doctor', () => {
  test('a database of a service that runs: nothing fails, and every line says what to do where something is to be done', async () => {
    // The connections of a pooler can be older than the timeouts that the start of the service has set.
    const { status, of } = await findingsOf(service.database.url)
    expect(status).not.toBe(2)
    for (const check of ['postgresql', 'role', 'timeouts', 'clock', 'migrations', 'schema', 'isolation', 'mails', 'webhooks']) {
      expect({ check, level: level(of(check)) }).toEqual({ check, level: ['ok'] })
    }
    expect(of('disk')).toMatchObject([{ level: 'unknown', advice: expect.any(String) }])
    expect(of('backup')).toHaveLength(1)
  })

  test('for readers, a line each', async () => {
    const { out, err } = await doctor()
    expect(err).toBe('')
    for (const line of out.trimEnd().split('\n')) expect(line).toMatch(/^(ok|warn|fail|unknown) +\w+ +\S/)
    expect(out).toMatch(/^ok +isolation +roles and policies keep users apart$/m)
    expect(out).not.toContain(secret)
  })

  test('a policy that was dropped fails, by its name, and with advice', async () => {
    const database = await createDatabase('accounts')
    await database.superuser('drop policy caller on lists')
    const { status, of } = await findingsOf(database.serviceUrl)
    expect(status).toBe(2)
    expect(of('isolation')).toEqual([
      { check: 'isolation', level: 'fail', found: 'the policy caller on lists is missing', advice: expect.stringContaining('undo this change') },
    ])
    await database.drop()
  })

  test('an index that was dropped fails, and a grant is what the next start repairs', async () => {
    const database = await createDatabase('accounts')
    await database.superuser('drop index mails_next_at')
    await database.superuser('revoke select on tasks from taskpact_runtime')
    const { status, of } = await findingsOf(database.serviceUrl)
    expect(status).toBe(2)
    const schema = of('schema').map((each) => [each.level, each.found])
    expect(schema).toContainEqual(['fail', 'index mails_next_at on mails is missing'])
    expect(schema).toContainEqual(['warn', 'it lacks: grant select on tasks to taskpact_runtime'])
    await database.drop()
  })

  test('a migration that is missing fails, and what depends on it is not looked at', async () => {
    const database = await createDatabase('accounts')
    await database.superuser("delete from schema_migrations where name like '0029%'")
    const { status, of } = await findingsOf(database.serviceUrl)
    expect(status).toBe(2)
    expect(of('migrations')).toMatchObject([{ level: 'fail', found: expect.stringContaining('0029_one_processor.sql') }])
    expect(of('isolation')).toEqual([])
    await database.drop()
  })

  test('a mail that waits too long is a warning', async () => {
    const database = await createDatabase('accounts')
    await database.superuser("insert into mails (kind, user_id, created_at) select 'password_changed', min(id), now() - interval '2 hours' from users")
    expect((await findingsOf(database.serviceUrl)).of('mails')).toMatchObject([{ level: 'warn', found: 'the oldest mail has waited 2 h' }])
    await database.drop()
  })

  test('a database that is not there is a finding, and settings that are invalid are one', async () => {
    const away = await findingsOf('postgresql://taskpact@127.0.0.1:1/taskpact')
    expect(away.status).toBe(2)
    expect(away.of('database')).toMatchObject([{ level: 'fail', advice: expect.any(String) }])
    const { status, out } = await taskpact(tmpdir(), ['doctor', '--json'], { DATABASE_URL: service.database.serviceUrl })
    expect(status).toBe(2)
    expect((JSON.parse(out) as Report).findings).toMatchObject([{ check: 'settings', level: 'fail', found: expect.stringContaining('BETTER_AUTH_SECRET') }])
  })

  test('a login role that owns the database, and has no other right, sees that all is well', async () => {
    const database = await createDatabase('nothing')
    const [role, url] = [`owner_${randomUUID().replaceAll('-', '')}`, new URL(database.url)]
    Object.assign(url, { username: role, password: 'hunter2' })
    const roles = 'taskpact_runtime, taskpact_authentication, taskpact_maintenance, taskpact_finder, taskpact_recorder'
    await database.superuser(`create role ${role} login password 'hunter2'; grant ${roles} to ${role} with admin option;
      alter database ${url.pathname.slice(1)} owner to ${role}`)
    try {
      await migrate(url.href)
      // As the start of a service does.
      await repairDatabase(url.href)
      const { status, of } = await findingsOf(url.href)
      expect(status).not.toBe(2)
      for (const check of ['role', 'timeouts', 'clock', 'migrations', 'schema', 'isolation', 'mails', 'webhooks']) {
        expect({ check, level: level(of(check)) }).toEqual({ check, level: ['ok'] })
      }
    } finally {
      await database.superuser(`reassign owned by ${role} to current_user; drop owned by ${role}; drop role ${role}`)
      await database.drop()
    }
  })

  test('a login role that is a superuser is a warning', async () => {
    const { username, password } = new URL(inject('superuserUrl'))
    const { of } = await findingsOf(Object.assign(new URL(service.database.url), { username, password }).href)
    expect(of('role')).toMatchObject([{ level: 'warn', found: expect.stringContaining('superuser'), advice: expect.any(String) }])
  })

  test('a mail server that takes connections, and one that is not there', async () => {
    const settings = { MAIL_FROM: 'tasks@example.com', APP_URL: 'https://app.example.com' }
    const {
      settings: { smtp },
    } = await mailServer()
    const { of } = await findingsOf(undefined, { ...settings, SMTP_URL: `smtp://127.0.0.1:${smtp?.port ?? 0}` })
    expect(of('smtp')).toMatchObject([{ level: 'ok', found: `the mail server 127.0.0.1:${smtp?.port} takes connections` }])
    const away = await findingsOf(undefined, { ...settings, SMTP_URL: `smtp://user:hunter2@127.0.0.1:${await lastingPort()}` })
    expect(away.of('smtp')).toMatchObject([{ level: 'fail', found: expect.stringContaining('ESOCKET'), advice: expect.stringContaining('SMTP_URL') }])
    expect(JSON.stringify(away.of('smtp'))).not.toContain('hunter2')
  })

  test('a broker that is not there fails', async () => {
    const port = await lastingPort()
    const { status, of } = await findingsOf(undefined, { EVENTS_URL: `nats://user:hunter2@127.0.0.1:${port}` })
    expect(status).toBe(2)
    expect(of('events')).toEqual([
      {
        check: 'events',
        level: 'fail',
        found: `the broker 127.0.0.1:${port} cannot be used: connection refused`,
        advice: expect.stringContaining('EVENTS_URL'),
      },
    ])
  })

  test('an option that does not exist is an invalid command line', async () => {
    expect(await doctor(undefined, '--fix')).toMatchObject({ status: 2, out: '' })
  })
})

describe('a replica that is', () => {
  const now = 1_800_000_000_000
  const primary = { installation: 'one', at: now - 100, now }
  const replica = { ...primary, isPrivileged: false }
  const levelsOf = (more: Partial<typeof replica>, of: Partial<typeof primary> = {}): (Level | undefined)[] =>
    level(judgeReplica('replica:5432', { ...replica, ...more }, { ...primary, ...of }, 1_000))

  test.each([
    ['as the primary', {}, {}, ['ok']],
    ['late within the limit', { at: now - 900 }, {}, ['ok']],
    ['late beyond the limit', { at: now - 1_100 }, {}, ['warn']],
    ['not written to by a service', { at: now - 60_000 }, { at: now - 60_000 }, ['unknown']],
    ['late, and not written to by a service', { at: now - 61_000 }, { at: now - 60_000 }, ['warn']],
    ['of another database', { installation: 'other' }, {}, ['fail']],
    ['read as a superuser', { isPrivileged: true }, {}, ['ok', 'warn']],
  ])('%s', (_, more, of, expected) => expect(levelsOf(more, of)).toEqual(expected))
})

describe('a server that says', () => {
  const good = {
    ...{ version: '18.4', version_number: 180_004, now: 0, is_replica: false, is_privileged: false },
    ...{ statement_timeout: '5s', lock_timeout: '1s', idle_in_transaction_session_timeout: '10s' },
    ...{ connections: 10, max_connections: 100, replicas: 0, replica_lag: null, hidden_replicas: 0 },
    ...{ archives: true, archived_ago: 60, archive_fails: false },
  }
  const synchronous = { seconds: 0, uncertainty: 0.01 }
  const levelsOf = (more: Partial<typeof good> | { replica_lag: number } | { archived_ago: null }, ahead = synchronous): Record<string, Level> =>
    Object.fromEntries(judgeServer({ ...good, ...more }, ahead).map((found) => [found.check, found.level]))

  test('all is well', () => expect(new Set(Object.values(levelsOf({})))).toEqual(new Set(['ok'])))

  test.each([
    ['postgresql', 'fail', { version: '14.9', version_number: 140_009 }],
    ['role', 'warn', { is_privileged: true }],
    ['timeouts', 'warn', { lock_timeout: '0' }],
    ['connections', 'warn', { connections: 81 }],
    ['replicas', 'ok', { replicas: 1, replica_lag: 0.2 }],
    ['replicas', 'warn', { replicas: 2, replica_lag: 11 }],
    ['replicas', 'unknown', { replicas: 2, hidden_replicas: 2 }],
    ['replicas', 'fail', { is_replica: true }],
    ['backup', 'unknown', { archives: false }],
    ['backup', 'unknown', { archived_ago: null }],
    ['backup', 'fail', { archive_fails: true }],
  ] as const)('%s is %s of %o', (check, expected, more) => expect(levelsOf(more)[check]).toBe(expected))

  test.each([
    ['ok', 0.5],
    ['warn', 2],
    ['warn', -2],
    ['fail', 31],
  ])('clock is %s of a difference of %d seconds', (expected, seconds) => expect(levelsOf({}, { seconds, uncertainty: 0.01 })['clock']).toBe(expected))
})

test.each([
  ['ok', { pooler: false, keepsPrepared: true }, true],
  ['ok', { pooler: true, keepsPrepared: true }, true],
  ['fail', { pooler: true, keepsPrepared: false }, true],
  ['ok', { pooler: true, keepsPrepared: false }, false],
] as const)('a pooler is %s of %o, with prepared statements %s', (expected, pooling, prepared) => expect(judgePooling(pooling, prepared).level).toBe(expected))

test('deliveries that are late are a warning', () => expect(level(judgeQueues({ mails: 0, webhooks: 301 }))).toEqual(['ok', 'warn']))

test.each([
  ['20.18.0', 'fail'],
  ['18.20.0', 'fail'],
  ['20.19.0', 'warn'],
  ['24.1.0', 'ok'],
])('Node %s is %s', (version, expected) => expect(examineNode(version, new Date('2026-05-01')).level).toBe(expected))

describe('settings', () => {
  const found = (set: Record<string, string>): string[] =>
    examineSettings(configOf({ BETTER_AUTH_SECRET: secret, ...set })).flatMap((each) => (each.level === 'ok' ? [] : [each.found]))
  const open = { HOST: '0.0.0.0', METRICS_TOKEN: 'x'.repeat(16), TRUST_PROXY: '1' }
  const server = { DATABASE_URL: 'postgresql://user:hunter2@db.example.com/tasks?sslmode=verify-full', OWN_ACCOUNTS: 'off' }

  const mail = { MAIL_FROM: 'tasks@example.com', APP_URL: 'https://app.example.com' }

  test('nothing dangerous on this machine alone, nor with a proxy and a token', () => {
    expect(found({})).toEqual([])
    expect(found({ ...open, ...server })).toEqual([])
  })

  test('nothing dangerous to send to this machine, or with encryption', () => {
    const replica = 'postgresql://user:hunter2@replica.example.com/tasks?sslmode=verify-full'
    expect(found({ ...server, DATABASE_REPLICA_URLS: `${replica},postgresql://127.0.0.1/tasks` })).toEqual([])
    for (const events of ['nats://localhost', 'tls://nats.example.com']) expect(found({ EVENTS_URL: events })).toEqual([])
    for (const smtp of ['smtp://localhost:25', 'smtp://user:hunter2@smtp.example.com', 'smtps://smtp.example.com']) {
      expect(found({ ...mail, SMTP_URL: smtp })).toEqual([])
    }
    for (const collector of ['http://localhost:4318', 'https://collector.example.com']) expect(found({ OTEL_EXPORTER_OTLP_ENDPOINT: collector })).toEqual([])
  })

  test.each([
    [{ ...open, METRICS_TOKEN: '' }, /^\/metrics is open/],
    [{ ...open, CORS_ORIGINS: '*' }, /^CORS_ORIGINS allows every web page/],
    [{ ...open, TRUST_PROXY: '' }, /^TRUST_PROXY is not set/],
    [{ ...server, OWN_ACCOUNTS: 'on' }, /^SMTP_URL is not set/],
    [{ ...server, DATABASE_URL: 'postgresql://user:hunter2@db.example.com/tasks' }, /^DATABASE_URL does not ask for encryption/],
    [{ ...server, DATABASE_REPLICA_URLS: 'postgresql://user:hunter2@replica.example.com/tasks' }, /^DATABASE_REPLICA_URLS does not ask for encryption/],
    [{ EVENTS_URL: 'nats://user:hunter2@nats.example.com' }, /^EVENTS_URL does not ask for encryption/],
    [{ ...mail, SMTP_URL: 'smtp://smtp.example.com' }, /^SMTP_URL does not require encryption/],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector.example.com:4318' }, /^OTEL_EXPORTER_OTLP_ENDPOINT is not encrypted/],
    [{ OUTBOUND_ALLOWED_HOSTS: '10.0.0.7' }, /send requests to 10\.0\.0\.7$/],
    [{ LOG_LEVEL: 'silent' }, /^LOG_LEVEL is silent/],
    [{ BETTER_AUTH_SECRET_PREVIOUS: 'x'.repeat(32) }, /^BETTER_AUTH_SECRET_PREVIOUS is set/],
  ])('%o', (set: Record<string, string>, expected) => {
    expect(found(set)).toEqual([expect.stringMatching(expected)])
    expect(JSON.stringify(found(set))).not.toContain('hunter2')
  })
})
