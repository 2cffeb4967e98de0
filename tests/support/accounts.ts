import supertest from 'supertest'
import type { Test } from 'supertest'
import type { ServiceSettings } from '../../src/server.ts'
import { startOfStream } from './events.ts'
import type { Account } from './postgres.ts'

/** The secret that test front ends share with the service. */
export const secret = 'a secret of thirty-two bytes or more, for tests'

/** The settings of a test's service, but for its database, with limits that no test reaches by accident. */
export const defaults: Omit<ServiceSettings, 'databaseUrl' | 'preparedStatements'> = {
  port: 0,
  host: '127.0.0.1',
  replicas: { urls: [], maxLagMs: 1_000 },
  secret,
  previousSecret: null,
  authUrl: null,
  publicUrl: null,
  issuers: [],
  audiences: [],
  corsOrigins: ['http://localhost:3000'],
  trustProxy: false,
  limits: { perUser: 1_000_000, databaseMsPerRequest: 1_000_000, signInsPerAccount: 1_000_000, signInsPerAddress: 1_000_000 },
  sessionMaxDays: 90,
  changesKeptDays: 90,
  quotas: { tasks: 1_000_000, lists: 100_000, tags: 100_000, bytes: 1_000_000_000, sessions: 100, occurrences: 1_000 },
  ownAccounts: true,
  outboundAllowedHosts: [],
  events: null,
  // To send a mail changes what belongs to a user, after the response. Tests of mails have settings of their own.
  mail: null,
  metrics: { port: null, token: null },
  tracing: null,
  maxInFlight: 1_000,
  maxStreams: 1_000,
  readTimeoutMs: 60_000,
  writeTimeoutMs: 60_000,
  concurrentPerUser: 1_000,
}

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete' | 'head' | 'options'

/** Someone who makes requests; what they send is JSON. */
export type Client = Record<Method, (path: string, body?: object) => Test>

// It does not end.
const isStream = (path: string): boolean => /\/events\/?(?:\?|$)/.test(path)

/** Someone with the given headers, at the given service; of a stream, they read what comes first. */
export function clientOf(url: string, headers: Record<string, string>): Client {
  const make = (method: Method) => (path: string, body?: object) => {
    const request = supertest(url)[method](path).set(headers)
    const test = method === 'get' && isStream(path) ? startOfStream(request) : request
    return body === undefined ? test : test.send(body)
  }
  return { get: make('get'), post: make('post'), put: make('put'), patch: make('patch'), delete: make('delete'), head: make('head'), options: make('options') }
}

/** Registers somebody under a name, in lower case. */
export async function registerAs(name: string, anyone: Client): Promise<Account> {
  const email = `${name}@example.com`
  const { body } = await anyone.post('/api/auth/register', { email, password: passwordOf(name), name }).expect(201)
  return { id: body.user.id, email, token: body.token, refreshToken: body.refresh_token }
}

/** The password that a registered person has. */
export const passwordOf = (name: string): string => `the password of ${name}`
