import { chmod, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { configOf, readConfig } from '../../src/config/read.ts'
import { ConfigError } from '../../src/config/settings.ts'
import type { Config } from '../../src/config/settings.ts'

const secret = 'cT9wq2Lr5xVb8mZk1nYe4hUd7gJs0aPf'
const databaseUrl = 'postgresql://user:hunter2@db.example.com:5432/tasks?sslmode=verify-full'

let folder: string
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'taskpact-config-'))))
afterAll(() => rm(folder, { recursive: true, force: true }))

const configured = (environment: Record<string, string>): Config => configOf({ BETTER_AUTH_SECRET: secret, ...environment })

const quotas = { tasks: 100_000, lists: 1_000, tags: 10_000, bytes: 100_000_000, sessions: 100, occurrences: 1_000 }

/** The one line that a bad setting is refused with. */
function refusalOf(environment: Record<string, string>): string {
  try {
    configOf(environment)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    expect(error.message).not.toContain('\n')
    return error.message
  }
  throw new Error('it was not refused')
}

test('nothing set but a secret: an embedded database, on this machine alone', () => {
  expect(configured({})).toMatchObject({
    port: 8000,
    host: '127.0.0.1',
    databaseUrl: null,
    dataDir: resolve('.data'),
    secret,
    previousSecret: null,
    authUrl: null,
    publicUrl: null,
    issuers: [],
    audiences: [],
    corsOrigins: 'loopback',
    logLevel: 'info',
    trustProxy: false,
    limits: { perUser: 6_000, signInsPerAccount: 20, signInsPerAddress: 300 },
    quotas,
    ownAccounts: true,
    metrics: { port: null, token: null },
    tracing: null,
    preparedStatements: true,
    sessionMaxDays: 90,
    changesKeptDays: 90,
    outboundAllowedHosts: [],
    mail: { smtp: null, folder: resolve('.data/mail'), from: { name: 'Taskpact', address: 'taskpact@localhost' }, appUrl: 'http://localhost:3000' },
    maxInFlight: 1_000,
    startedByNpm: false,
  })
})

test('a variable that is set to nothing counts as not set', () => {
  const names = [
    'PORT',
    'HOST',
    'DATABASE_URL',
    'DATABASE_REPLICA_URLS',
    'REPLICA_MAX_LAG_MS',
    'DATA_DIR',
    'BETTER_AUTH_SECRET_PREVIOUS',
    'BETTER_AUTH_URL',
    'PUBLIC_URL',
    'TOKEN_ISSUERS',
    'TOKEN_AUDIENCES',
    'CORS_ORIGINS',
    'LOG_LEVEL',
    'MAX_TASKS_PER_USER',
    'MAX_LISTS_PER_USER',
    'MAX_TAGS_PER_USER',
    'MAX_BYTES_PER_USER',
    'MAX_SESSIONS_PER_USER',
    'MAX_OCCURRENCES_PER_TASK',
    'OWN_ACCOUNTS',
    'METRICS_PORT',
    'METRICS_TOKEN',
    'OTEL_EXPORTER_OTLP_ENDPOINT',
    'TRUST_PROXY',
    'REQUESTS_PER_MINUTE',
    'SIGN_INS_PER_ACCOUNT',
    'SIGN_INS_PER_ADDRESS',
    'PREPARED_STATEMENTS',
    'SESSION_MAX_DAYS',
    'MAX_IN_FLIGHT',
    'MAX_STREAMS',
    'OUTBOUND_ALLOWED_HOSTS',
    'EVENTS_URL',
    'SMTP_URL',
    'MAIL_FROM',
    'APP_URL',
  ]
  expect(configured(Object.fromEntries(names.map((name) => [name, ' '])))).toEqual(configured({}))
})

describe('events', () => {
  const { host, port } = { host: 'nats.example.com', port: 4_222 }

  test.each([
    ['nats://nats.example.com', { host, port, secure: false, credentials: null }],
    ['tls://nats.example.com:4443/', { host, port: 4_443, secure: true, credentials: null }],
    ['nats://a%40b:p%40ss@nats.example.com', { host, port, secure: false, credentials: { user: 'a@b', pass: 'p@ss' } }],
    ['nats://s3cret@nats.example.com', { host, port, secure: false, credentials: { token: 's3cret' } }],
    ['nats://[::1]:4223', { host: '::1', port: 4_223, secure: false, credentials: null }],
  ])('EVENTS_URL=%s', (url, events) => expect(configured({ EVENTS_URL: url }).events).toEqual(events))

  test('nothing is published without it', () => expect(configured({}).events).toBeNull())

  test.each([
    'nats.example.com:4222',
    'http://nats.example.com',
    'kafka://nats.example.com',
    'nats://',
    'nats://:4222',
    'nats://nats.example.com/stream',
    'nats://user:hunter2@nats.example.com?tls=true',
    'nats://user:%hunter2@nats.example.com',
  ])('EVENTS_URL=%s is refused, without a word of it', (url) => {
    const refusal = refusalOf({ BETTER_AUTH_SECRET: secret, EVENTS_URL: url })
    expect(refusal).toMatch(/^EVENTS_URL /)
    expect(refusal).not.toMatch(/hunter2|kafka|stream/)
  })
})

describe('mail', () => {
  const needed = { MAIL_FROM: 'Tasks <tasks@example.com>', APP_URL: 'https://app.example.com/' }

  test.each([
    ['smtp://smtp.example.com', { host: 'smtp.example.com', port: 587, secure: false, isLocal: false, credentials: null }],
    ['smtps://smtp.example.com/', { host: 'smtp.example.com', port: 465, secure: true, isLocal: false, credentials: null }],
    ['smtp://a%40b:p%40ss@localhost:2525', { host: 'localhost', port: 2525, secure: false, isLocal: true, credentials: { user: 'a@b', pass: 'p@ss' } }],
    ['smtp://[::1]:25', { host: '::1', port: 25, secure: false, isLocal: true, credentials: null }],
  ])('SMTP_URL=%s', (url, smtp) => {
    expect(configured({ ...needed, SMTP_URL: url, DATA_DIR: '/data' }).mail).toEqual({
      ...{ smtp, folder: '/data/mail', from: { name: 'Tasks', address: 'tasks@example.com' } },
      appUrl: 'https://app.example.com',
    })
  })

  test.each([
    'mail.example.com:587',
    'http://mail.example.com',
    'smtp://',
    'smtp://host/path',
    'smtp://user:hunter2@host?logger=true',
    'smtp://user:%hunter2@host',
  ])('SMTP_URL=%s is refused, without a word of it', (url) => {
    const refusal = refusalOf({ BETTER_AUTH_SECRET: secret, ...needed, SMTP_URL: url })
    expect(refusal).toMatch(/^SMTP_URL /)
    expect(refusal).not.toMatch(/hunter2|mail\.example/)
  })

  test('SMTP_URL without a sender, or without a front end', () => {
    for (const name of ['MAIL_FROM', 'APP_URL']) {
      expect(refusalOf({ BETTER_AUTH_SECRET: secret, ...needed, SMTP_URL: 'smtp://localhost', [name]: '' })).toMatch(
        new RegExp(`^${name} is not set\\. SMTP_URL requires it`),
      )
    }
  })

  test.each(['nobody', 'a@b, c@d', 'Tasks <a@b> more', '<a@b', 'Tasks <a b@c>'])('MAIL_FROM=%j is refused', (from) => {
    expect(refusalOf({ BETTER_AUTH_SECRET: secret, MAIL_FROM: from }).replaceAll('\n', ' ')).toMatch(/^MAIL_FROM is /)
  })

  test.each(['app.example.com', 'ftp://app.example.com', 'https://app.example.com?a=b', 'https://app.example.com/#a', 'https://a:b@app.example.com'])(
    'APP_URL=%s is refused',
    (url) => expect(refusalOf({ BETTER_AUTH_SECRET: secret, APP_URL: url })).toMatch(/^APP_URL is /),
  )
})

describe('taken as meant', () => {
  test.each<[keyof Config, Record<string, string>, unknown]>([
    ['port', { PORT: '0' }, 0],
    ['port', { PORT: ' 65535 ' }, 65_535],
    ['host', { HOST: '::' }, '::'],
    ['databaseUrl', { DATABASE_URL: databaseUrl }, databaseUrl],
    ['databaseUrl', { DATABASE_URL: 'postgres://localhost/tasks' }, 'postgres://localhost/tasks'],
    ['replicas', { DATABASE_URL: databaseUrl, DATABASE_REPLICA_URLS: `${databaseUrl}, ${databaseUrl}` }, { urls: [databaseUrl, databaseUrl], maxLagMs: 1_000 }],
    ['replicas', { REPLICA_MAX_LAG_MS: '250' }, { urls: [], maxLagMs: 250 }],
    ['dataDir', { DATA_DIR: 'some/where' }, resolve('some/where')],
    ['secret', { BETTER_AUTH_SECRET: 'é'.repeat(16) }, 'é'.repeat(16)],
    ['previousSecret', { BETTER_AUTH_SECRET_PREVIOUS: `${secret}!` }, `${secret}!`],
    ['authUrl', { BETTER_AUTH_URL: 'https://app.example.com' }, 'https://app.example.com'],
    ['authUrl', { BETTER_AUTH_URL: 'https://app.example.com/' }, 'https://app.example.com'],
    ['authUrl', { BETTER_AUTH_URL: 'http://localhost:3000/auth//' }, 'http://localhost:3000/auth'],
    ['issuers', { TOKEN_ISSUERS: ' https://a.example.com , my-front-end ,' }, ['https://a.example.com', 'my-front-end']],
    ['publicUrl', { PUBLIC_URL: 'https://tasks.example.com/' }, 'https://tasks.example.com'],
    ['audiences', { TOKEN_AUDIENCES: 'taskpact' }, ['taskpact']],
    ['corsOrigins', { CORS_ORIGINS: ' https://a.example.com , http://b:3000/ ,' }, ['https://a.example.com', 'http://b:3000']],
    ['corsOrigins', { CORS_ORIGINS: '*' }, ['*']],
    ['corsOrigins', { HOST: '::1' }, 'loopback'],
    ['corsOrigins', { HOST: '0.0.0.0' }, ['http://localhost:3000', 'http://localhost:5173']],
    ['corsOrigins', { HOST: '127.0.0.1.example.com' }, ['http://localhost:3000', 'http://localhost:5173']],
    ['corsOrigins', { CORS_ORIGINS: ',' }, []],
    ['logLevel', { LOG_LEVEL: 'silent' }, 'silent'],
    ['trustProxy', { TRUST_PROXY: 'false' }, false],
    ['trustProxy', { TRUST_PROXY: '2' }, 2],
    ['trustProxy', { TRUST_PROXY: 'loopback, 10.0.0.0/8,::1, fd00::/8' }, ['loopback', '10.0.0.0/8', '::1', 'fd00::/8']],
    ['limits', { REQUESTS_PER_MINUTE: '60' }, { perUser: 60, signInsPerAccount: 20, signInsPerAddress: 300 }],
    ['limits', { SIGN_INS_PER_ACCOUNT: '5' }, { perUser: 6_000, signInsPerAccount: 5, signInsPerAddress: 300 }],
    ['limits', { SIGN_INS_PER_ADDRESS: '7' }, { perUser: 6_000, signInsPerAccount: 20, signInsPerAddress: 7 }],
    ['quotas', { MAX_TASKS_PER_USER: '5' }, { ...quotas, tasks: 5 }],
    ['quotas', { MAX_LISTS_PER_USER: '5' }, { ...quotas, lists: 5 }],
    ['quotas', { MAX_TAGS_PER_USER: '5' }, { ...quotas, tags: 5 }],
    ['quotas', { MAX_BYTES_PER_USER: '5' }, { ...quotas, bytes: 5 }],
    ['quotas', { MAX_SESSIONS_PER_USER: '5' }, { ...quotas, sessions: 5 }],
    ['quotas', { MAX_OCCURRENCES_PER_TASK: '5' }, { ...quotas, occurrences: 5 }],
    ['ownAccounts', { OWN_ACCOUNTS: 'off' }, false],
    ['metrics', { METRICS_PORT: '9464' }, { port: 9_464, token: null }],
    ['metrics', { METRICS_TOKEN: 'x'.repeat(16) }, { port: null, token: 'x'.repeat(16) }],
    ['preparedStatements', { PREPARED_STATEMENTS: 'off' }, false],
    ['sessionMaxDays', { SESSION_MAX_DAYS: '7' }, 7],
    ['changesKeptDays', { CHANGES_KEPT_DAYS: '7' }, 7],
    ['outboundAllowedHosts', { OUTBOUND_ALLOWED_HOSTS: ' hooks.internal, 10.0.0.7,::1 ,' }, ['hooks.internal', '10.0.0.7', '::1']],
    ['maxInFlight', { MAX_IN_FLIGHT: '1' }, 1],
    ['maxStreams', { MAX_STREAMS: '1' }, 1],
    ['startedByNpm', { npm_lifecycle_event: 'start' }, true],
  ])('%s of %o', (name, environment, expected) => {
    expect(configured(environment)[name]).toEqual(expected)
  })
})

describe('traces', () => {
  const collector = { OTEL_EXPORTER_OTLP_ENDPOINT: 'https://collector.example.com:4318/' }
  const usual = {
    ...{ url: 'https://collector.example.com:4318/v1/traces', headers: {}, service: 'taskpact', attributes: {} },
    ...{ sampler: { name: 'parentbased_always_on', ratio: 1 }, delayMs: 5_000 },
  }

  test.each([
    [{}, usual],
    [
      { OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20hunter2, x-tenant=7' },
      { ...usual, headers: { 'authorization': 'Bearer hunter2', 'x-tenant': '7' } },
    ],
    [{ OTEL_SERVICE_NAME: 'tasks' }, { ...usual, service: 'tasks' }],
    [
      { OTEL_RESOURCE_ATTRIBUTES: 'service.name=tasks,deployment.environment.name=test' },
      { ...usual, service: 'tasks', attributes: { 'service.name': 'tasks', 'deployment.environment.name': 'test' } },
    ],
    [
      { OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.1' },
      { ...usual, sampler: { name: 'parentbased_traceidratio', ratio: 0.1 } },
    ],
    [{ OTEL_BSP_SCHEDULE_DELAY: '100' }, { ...usual, delayMs: 100 }],
  ])('%o', (environment, expected) => expect(configured({ ...collector, ...environment }).tracing).toEqual(expected))

  test('none without a collector, whatever else is set', () =>
    expect(configured({ OTEL_TRACES_SAMPLER: 'jaeger_remote', OTEL_SERVICE_NAME: 'tasks' }).tracing).toBeNull())

  test.each([
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'localhost:4318', 'it must be a URL'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'authorization', 'must be comma-separated pairs'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'authorization=hunter2%', 'must be comma-separated pairs'],
    ['OTEL_RESOURCE_ATTRIBUTES', 'a b=c', 'must be comma-separated pairs'],
    ['OTEL_TRACES_SAMPLER', 'jaeger_remote', 'it must be one of always_on, always_off, traceidratio'],
    ['OTEL_TRACES_SAMPLER_ARG', '10', 'it must be a number from 0 to 1'],
    ['OTEL_BSP_SCHEDULE_DELAY', '0', 'it must be an integer from 1 to 60000'],
  ])('%s=%s is refused', (name, value, expected) => {
    const refusal = refusalOf({ BETTER_AUTH_SECRET: secret, ...collector, [name]: value })
    expect(refusal).toMatch(new RegExp(`^${name} `))
    expect(refusal).toContain(expected)
    expect(refusal).not.toContain('hunter2')
  })
})

describe('refused in one line that says what it may be', () => {
  const refused = {
    PORT: {
      values: ['http', '-1', '65536', '80.5', '8000a', '0x50', '1e3', '8000,8001'],
      expected: 'it must be a number from 0 to 65535',
    },
    DATABASE_URL: {
      values: ['mysql://localhost/tasks', 'localhost:5432/tasks', 'postgresql://', 'postgresql://a b/c', 'postgresql://a:b/c'],
      expected: 'a PostgreSQL URL such as postgresql://user:password@host:5432/database',
    },
    DATABASE_REPLICA_URLS: {
      values: ['mysql://localhost/tasks', 'postgresql://a/b postgresql://c/d', 'postgresql://a/b,localhost'],
      expected: 'a list of PostgreSQL URLs',
    },
    REPLICA_MAX_LAG_MS: { values: ['0', '10001', '1s'], expected: 'it must be an integer from 1 to 10000' },
    BETTER_AUTH_SECRET: { values: ['short', 'x'.repeat(31)], expected: 'it must be at least 32' },
    BETTER_AUTH_SECRET_PREVIOUS: { values: ['short', 'x'.repeat(31)], expected: 'it must be at least 32' },
    BETTER_AUTH_URL: {
      values: ['app.example.com', 'localhost:3000', 'ftp://app.example.com', '/auth'],
      expected: 'it must be a URL such as https://app.example.com',
    },
    CORS_ORIGINS: {
      values: ['["http://a.com"]', 'localhost:3000', 'http://a.com/app', 'https://*.a.com', 'http://a.com http://b.com'],
      expected: 'it must be comma-separated origins such as https://app.example.com, or *',
    },
    LOG_LEVEL: {
      values: ['verbose', 'INFO', '3'],
      expected: 'it must be one of fatal, error, warn, info, debug, trace, silent',
    },
    TRUST_PROXY: {
      values: ['true', 'yes', '10.0.0', '10.0.0.0/33', '10.0.0.0/0', '::1/129', 'proxy.example.com', '1,', '-1'],
      expected: 'it must be a number of proxies, or their comma-separated addresses',
    },
    REQUESTS_PER_MINUTE: { values: ['0', '-1', '1.5', 'many'], expected: 'it must be an integer of 1 or more' },
    SIGN_INS_PER_ACCOUNT: { values: ['0', 'many'], expected: 'it must be an integer of 1 or more' },
    SIGN_INS_PER_ADDRESS: { values: ['0', 'many'], expected: 'it must be an integer of 1 or more' },
    MAX_TASKS_PER_USER: { values: ['0', 'many'], expected: 'it must be an integer of 1 or more' },
    MAX_BYTES_PER_USER: { values: ['-1', '1e9'], expected: 'it must be an integer of 1 or more' },
    OWN_ACCOUNTS: { values: ['true', 'OFF', '0'], expected: 'it must be one of on, off' },
    METRICS_PORT: { values: ['http', '65536'], expected: 'it must be a number from 0 to 65535' },
    METRICS_TOKEN: { values: ['short', 'with spaces in it'], expected: 'must be 16 characters or more' },
    PREPARED_STATEMENTS: { values: ['true', 'ON', '1'], expected: 'it must be one of on, off' },
    SESSION_MAX_DAYS: { values: ['0', '3651', '90d'], expected: 'it must be an integer from 1 to 3650' },
    OUTBOUND_ALLOWED_HOSTS: {
      values: ['http://hooks.internal', 'hooks.internal:8080', '10.0.0.0/8', '*.internal', 'me@hooks.internal', '0x7f.1', 'a b'],
      expected: 'it must be comma-separated hosts such as hooks.internal or 10.0.0.7, without ports',
    },
    MAX_IN_FLIGHT: { values: ['0', 'many'], expected: 'it must be an integer of 1 or more' },
  }
  const cases = Object.entries(refused).flatMap(([name, { values, expected }]) => values.map((value): [string, string, string] => [name, value, expected]))

  test.each(cases)('%s=%s', (name, value, expected) => {
    const refusal = refusalOf({ BETTER_AUTH_SECRET: secret, [name]: value })
    expect(refusal).toMatch(new RegExp(`^${name} `))
    expect(refusal).toContain(expected)
  })

  test('a bad setting is quoted unless it is a secret', () => {
    expect(refusalOf({ BETTER_AUTH_SECRET: secret, PORT: 'http' })).toContain('"http"')
    expect(refusalOf({ BETTER_AUTH_SECRET: 'hunter2' })).not.toContain('hunter2')
    expect(refusalOf({ BETTER_AUTH_SECRET: secret, DATABASE_URL: 'mysql://user:hunter2@host/db' })).not.toContain('hunter2')
  })

  test('DATABASE_REPLICA_URLS without a primary', () => {
    expect(refusalOf({ DATABASE_REPLICA_URLS: databaseUrl })).toBe('DATABASE_URL is not set. DATABASE_REPLICA_URLS requires it: the URL of the primary.')
  })

  test('a DATABASE_URL without a secret', () => {
    const refusal = refusalOf({ DATABASE_URL: databaseUrl })
    expect(refusal).toMatch(/^BETTER_AUTH_SECRET is not set/)
    expect(refusal).toContain('32 bytes or more')
  })
})

describe('the secret of an embedded database', () => {
  test('is made once, random, and kept for its owner alone', async () => {
    const dataDir = join(folder, 'made')
    const first = configOf({ DATA_DIR: dataDir })
    expect(first.secret).toMatch(/^[\w-]{43}$/)
    expect(configOf({ DATA_DIR: dataDir }).secret).toBe(first.secret)
    expect(configOf({ DATA_DIR: join(folder, 'other') }).secret).not.toBe(first.secret)
    expect(await readdir(dataDir)).toEqual(['secret'])
    expect(await readFile(join(dataDir, 'secret'), 'utf8')).toBe(first.secret)
    expect(((await stat(join(dataDir, 'secret'))).mode & 0o777).toString(8)).toBe('600')
    expect(((await stat(dataDir)).mode & 0o777).toString(8)).toBe('700')
  })

  test('is closed to others again, should it have been opened', async () => {
    const dataDir = join(folder, 'opened')
    configOf({ DATA_DIR: dataDir })
    await chmod(join(dataDir, 'secret'), 0o644)
    configOf({ DATA_DIR: dataDir })
    expect(((await stat(join(dataDir, 'secret'))).mode & 0o777).toString(8)).toBe('600')
  })

  test('is not made where one is given', async () => {
    const dataDir = join(folder, 'given')
    expect(configured({ DATA_DIR: dataDir }).secret).toBe(secret)
    await expect(stat(dataDir)).rejects.toThrow('ENOENT')
  })

  test.each(['', 'cut short'])('is refused when the file holds %j', async (text) => {
    const dataDir = join(folder, `damaged-${text.length}`)
    configOf({ DATA_DIR: dataDir })
    await writeFile(join(dataDir, 'secret'), text)
    const refusal = refusalOf({ DATA_DIR: dataDir })
    expect(refusal).toContain(`${join(dataDir, 'secret')} is ${text.length} bytes long; it must be at least 32`)
  })

  test('is refused when the folder cannot be one', async () => {
    const dataDir = join(folder, 'a-file')
    await writeFile(dataDir, '')
    expect(refusalOf({ DATA_DIR: dataDir })).toMatch(/^DATA_DIR: .* Set DATA_DIR to a folder of your own\.$/)
  })
})

test('of a file .env the settings count alone, and those of the environment go before them', async () => {
  const own = await mkdtemp(join(folder, 'dotenv-'))
  await writeFile(join(own, '.env'), `NODE_TLS_REJECT_UNAUTHORIZED=0\nPORT=8123\nHOST=0.0.0.0\nBETTER_AUTH_SECRET=${secret}\n`)
  const [before, home] = [{ ...process.env }, process.cwd()]
  process.chdir(own)
  process.env['HOST'] = '127.0.0.1'
  try {
    expect(readConfig()).toMatchObject({ port: 8123, host: '127.0.0.1', secret })
    expect(process.env).not.toHaveProperty('NODE_TLS_REJECT_UNAUTHORIZED')
    expect(process.env).not.toHaveProperty('BETTER_AUTH_SECRET', secret)
  } finally {
    process.chdir(home)
    process.env = before
  }
})
