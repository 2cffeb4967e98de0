import { pino } from 'pino'
import type { Response } from 'supertest'
import { afterAll, describe, expect, test } from 'vitest'
import { addressBlock } from '../../src/http/rate-limits.ts'
import type { LimitSettings } from '../../src/config.ts'
import { startService } from '../../src/server.ts'
import type { RunningService, ServiceSettings } from '../../src/server.ts'
import { atOnce } from '../support/at-once.ts'
import { clientOf, passwordOf, settingsFor, testService } from '../support/service.ts'
import { countStatuses } from '../support/statuses.ts'

const plenty: LimitSettings = { perUser: 1_000_000, signInsPerAccount: 1_000_000, signInsPerAddress: 1_000_000 }

const service = testService()
const started: RunningService[] = []
afterAll(() => Promise.all(started.map((running) => running.stop(true))))

/** Another process' worth of service on the same database. */
async function beside(limits: Partial<LimitSettings>, settings: Partial<ServiceSettings> = {}): Promise<string> {
  const whole = { ...settingsFor(service.database.serviceUrl), limits: { ...plenty, ...limits }, ...settings }
  const running = await startService(whole, pino({ level: 'silent' }))
  started.push(running)
  return running.url
}

const login = (url: string, email: string, headers: Record<string, string> = {}): Promise<Response> =>
  clientOf(url, headers).post('/api/auth/login', { email, password: 'a wrong one' }).then((answer) => answer)

async function statusesOf(times: number, request: () => Promise<Response>): Promise<number[]> {
  const statuses: number[] = []
  for (let time = 0; time < times; time += 1) statuses.push((await request()).status)
  return statuses
}

describe('sign-ins of an account', () => {
  test('429: past its limit, from whichever process, in whichever spelling, and even with the right password', async () => {
    await service.database.superuser('delete from rate_limits')
    const [one, other] = [await beside({ signInsPerAccount: 3 }), await beside({ signInsPerAccount: 3 })]
    expect(await statusesOf(2, () => login(one, 'alice@example.com'))).toEqual([401, 401])
    expect(await statusesOf(1, () => login(other, 'ALICE@example.com'))).toEqual([401])
    const { headers } = await login(other, 'alice@example.com')
    expect(headers['ratelimit-policy']).toBe('"sign-ins";q=3;w=900')
    const right = { email: 'alice@example.com', password: passwordOf('alice') }
    await clientOf(one, {}).post('/api/auth/login', right).expect(429)
  })

  test('401: another account is not held up', async () => {
    const url = await beside({ signInsPerAccount: 1 })
    await login(url, 'one@example.com')
    expect((await login(url, 'one@example.com')).status).toBe(429)
    expect((await login(url, 'other@example.com')).status).toBe(401)
  })

  test('429: an account that does not exist is limited like one that does', async () => {
    const url = await beside({ signInsPerAccount: 1 })
    expect(await statusesOf(2, () => login(url, 'nobody-at-all@example.com'))).toEqual([401, 429])
  })

  test('429: registrations of one address, and refreshes of one token', async () => {
    const url = await beside({ signInsPerAccount: 1 })
    const anyone = clientOf(url, {})
    const registration = { email: 'again@example.com', password: 'long enough', name: 'Again' }
    const { body } = await anyone.post('/api/auth/register', registration).expect(201)
    await anyone.post('/api/auth/register', registration).expect(429)
    await anyone.post('/api/auth/refresh', { refresh_token: body.refresh_token }).expect(200)
    await anyone.post('/api/auth/refresh', { refresh_token: body.refresh_token }).expect(429)
  })

  test('401: once the window has ended it starts anew', async () => {
    const url = await beside({ signInsPerAccount: 1 })
    expect(await statusesOf(2, () => login(url, 'patient@example.com'))).toEqual([401, 429])
    await service.database.superuser("update rate_limits set ends_at = now() - interval '1 second'")
    expect(await statusesOf(2, () => login(url, 'patient@example.com'))).toEqual([401, 429])
  })
})

describe('sign-ins from an address', () => {
  let email = 0
  const anyAccount = (): string => `account-${(email += 1)}@example.com`

  test('429: past its limit, whatever the account', async () => {
    await service.database.superuser('delete from rate_limits')
    const url = await beside({ signInsPerAddress: 2 })
    expect(await statusesOf(3, () => login(url, anyAccount()))).toEqual([401, 401, 429])
  })

  test('429: X-Forwarded-For makes no difference where no proxy is trusted', async () => {
    await service.database.superuser('delete from rate_limits')
    const url = await beside({ signInsPerAddress: 2 })
    let host = 0
    expect(await statusesOf(3, () => login(url, anyAccount(), { 'X-Forwarded-For': `203.0.113.${(host += 1)}` }))).toEqual([401, 401, 429])
  })

  test('401: behind a trusted proxy each client counts for itself, by what that proxy says and no other', async () => {
    await service.database.superuser('delete from rate_limits')
    const url = await beside({ signInsPerAddress: 1 }, { trustProxy: 1 })
    expect((await login(url, anyAccount(), { 'X-Forwarded-For': '203.0.113.1' })).status).toBe(401)
    expect((await login(url, anyAccount(), { 'X-Forwarded-For': '203.0.113.2' })).status).toBe(401)
    expect((await login(url, anyAccount(), { 'X-Forwarded-For': '198.51.100.7, 203.0.113.1' })).status).toBe(429)
  })

  test('429: the addresses of one IPv6 /64 count as one', async () => {
    await service.database.superuser('delete from rate_limits')
    const url = await beside({ signInsPerAddress: 1 }, { trustProxy: 1 })
    expect((await login(url, anyAccount(), { 'X-Forwarded-For': '2001:db8:1:2::1' })).status).toBe(401)
    expect((await login(url, anyAccount(), { 'X-Forwarded-For': '2001:db8:1:2:ffff::9' })).status).toBe(429)
    expect((await login(url, anyAccount(), { 'X-Forwarded-For': '2001:db8:1:3::1' })).status).toBe(401)
  })

  test.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['2001:0db8:0001:0002:0:0:0:1', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
  ])('the address %s counts as %s', (address, block) => expect(addressBlock(address)).toBe(block))
})

describe('requests of a user', () => {
  test('429: past the limit, in every process together; another user is not held up', async () => {
    await service.database.superuser('delete from rate_limits')
    const [one, other] = [await beside({ perUser: 6 }), await beside({ perUser: 6 })]
    const alice = { Authorization: `Bearer ${service.alice.token}` }
    const ask = (url: string) => () => clientOf(url, alice).get('/api/me').then((answer) => answer)
    expect(await statusesOf(3, ask(one))).toEqual([200, 200, 200])
    expect(await statusesOf(4, ask(other))).toEqual([200, 200, 200, 429])
    expect(await statusesOf(1, ask(one))).toEqual([429])
    await clientOf(one, { Authorization: `Bearer ${service.bob.token}` }).get('/api/me').expect(200)
  })

  test('200: what is left is said with each answer, and goes down', async () => {
    await service.database.superuser('delete from rate_limits')
    const client = clientOf(await beside({ perUser: 100 }), { Authorization: `Bearer ${service.alice.token}` })
    const left: number[] = []
    for (let request = 0; request < 3; request += 1) {
      const { headers } = await client.get('/api/me').expect(200)
      expect(headers['ratelimit-policy']).toBe('"requests";q=100;w=60')
      left.push(Number(/;r=(\d+);/.exec(String(headers['ratelimit']))?.[1]))
    }
    expect(left).toEqual([99, 98, 97])
  })

  test('200: of a hundred requests at once as many pass as the limit has room for', async () => {
    await service.database.superuser('delete from rate_limits')
    const client = clientOf(await beside({ perUser: 40 }), { Authorization: `Bearer ${service.bob.token}` })
    const answers = await atOnce(100, () => client.get('/api/me'))
    expect(countStatuses(answers)).toEqual({ 200: 40, 429: 60 })
  })
})

describe('what a sign-in costs', () => {
  /** The processor time that work takes in this process, in microseconds, the service and its threads included. */
  async function costOf(work: () => Promise<unknown>): Promise<number> {
    const before = process.cpuUsage()
    await work()
    const { user, system } = process.cpuUsage(before)
    return user + system
  }

  test('401: as much for an unknown address as for a known one', async () => {
    await login(service.url, 'warm-up@example.com')
    // Whatever else goes on only ever adds to a cost. So the least of many is the work itself, and more rounds bring it closer.
    const least = { known: Infinity, unknown: Infinity }
    const ratio = (): number => least.unknown / least.known
    for (let round = 0; round < 25 || (round < 150 && (ratio() < 0.8 || ratio() > 1.25)); round += 1) {
      least.known = Math.min(least.known, await costOf(() => login(service.url, 'bob@example.com')))
      least.unknown = Math.min(least.unknown, await costOf(() => login(service.url, `unknown-${round}@example.com`)))
    }
    // Without a hash to compare with it would be 0.2, and with one of half the passes 0.7.
    expect(ratio(), `microseconds: ${JSON.stringify(least)}`).toBeGreaterThan(0.8)
    expect(ratio(), `microseconds: ${JSON.stringify(least)}`).toBeLessThan(1.25)
  }, 120_000)
})
