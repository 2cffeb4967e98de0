import { pino } from 'pino'
import supertest from 'supertest'
import type { Test } from 'supertest'
import { afterAll, beforeAll, inject } from 'vitest'
import type { Handlers } from '../../src/dispatch.ts'
import { startService } from '../../src/server.ts'
import type { RunningService, ServiceSettings } from '../../src/server.ts'
import { createDatabase } from './database.ts'
import type { TestDatabase } from './database.ts'

/** The secret that test front ends share with the service. */
export const secret = 'a secret of thirty-two bytes or more, for tests'

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete' | 'head' | 'options'

/** Someone who makes requests; what they send is JSON. */
export type Client = Record<Method, (path: string, body?: object) => Test>

/** A registered user who makes requests. */
export type Person = Client & { id: number; email: string; token: string; refreshToken: string }

/** The real app on a real database, for one test file. */
export type TestService = {
  url: string
  database: TestDatabase
  running: RunningService
  /** Someone without a token. */
  anyone: Client
  alice: Person
  bob: Person
  /** Someone with whatever headers. */
  client(headers: Record<string, string>): Client
  register(name: string): Promise<Person>
  /** The lines that the service has logged, parsed. */
  log: Record<string, unknown>[]
}

type Options = { settings?: Partial<ServiceSettings>; handlers?: Handlers }

/**
 * Starts a service before the tests of a file and stops it after them. The object is filled in by the time the first
 * test runs.
 */
export function testService(options: Options = {}): TestService {
  const service = {} as TestService // beforeAll fills it in, before any test can look
  beforeAll(async () => void Object.assign(service, await start(options)))
  afterAll(async () => {
    await service.running.stop(true)
    await service.database.drop()
  })
  return service
}

/** Starts a service at once; whoever does stops it, and drops its database. */
export async function start({ settings = {}, handlers }: Options = {}): Promise<TestService> {
  const database = await createDatabase()
  const log: Record<string, unknown>[] = []
  const sink = pino({ level: 'info', base: null }, { write: (line: string) => void log.push(JSON.parse(line)) })
  const running = await startService({ ...settingsFor(database.serviceUrl), ...settings }, sink, handlers)
  const client = (headers: Record<string, string>): Client => clientOf(running.url, headers)
  const anyone = client({})
  const register = (name: string): Promise<Person> => registerAs(name, anyone, client)
  // One after the other, so that alice is user 1 and bob user 2.
  const alice = await register('alice')
  const bob = await register('bob')
  return { url: running.url, database, running, anyone, alice, bob, client, register, log }
}

/** The settings of a test's service, with limits that no test reaches by accident. */
export function settingsFor(databaseUrl: string): ServiceSettings {
  return {
    port: 0,
    host: '127.0.0.1',
    databaseUrl,
    secret,
    previousSecret: null,
    authUrl: null,
    corsOrigins: ['http://localhost:3000'],
    trustProxy: false,
    limits: { perUser: 1_000_000, signInsPerAccount: 1_000_000, signInsPerAddress: 1_000_000 },
    // PgBouncer 1.18 does not take them.
    preparedStatements: inject('poolerPort') === null,
    maxInFlight: 1_000,
  }
}

/** Someone with the given headers, at the given service. */
export function clientOf(url: string, headers: Record<string, string>): Client {
  const make = (method: Method) => (path: string, body?: object) => {
    const test = supertest(url)[method](path).set(headers)
    return body === undefined ? test : test.send(body)
  }
  return { get: make('get'), post: make('post'), put: make('put'), patch: make('patch'), delete: make('delete'), head: make('head'), options: make('options') }
}

async function registerAs(name: string, anyone: Client, client: TestService['client']): Promise<Person> {
  const email = `${name}@example.com`
  const { body } = await anyone.post('/api/auth/register', { email, password: passwordOf(name), name }).expect(201)
  return { ...client({ Authorization: `Bearer ${body.token}` }), id: body.user.id, email, token: body.token, refreshToken: body.refresh_token }
}

/** The password that a registered person has. */
export const passwordOf = (name: string): string => `the password of ${name}`
