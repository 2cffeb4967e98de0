import { describe, expect } from 'vitest'
import type { components } from '../../src/generated/contract.ts'
import { frontEndUser } from '../support/front-end.ts'
import { testsOf } from '../support/operation-tests.ts'
import { passwordOf, testService } from '../support/service.ts'
import type { Client } from '../support/service.ts'

const test = testsOf('listSessions')
const service = testService()

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0'

/** Signs somebody in with a user agent. */
async function login(name: string, userAgent: string) {
  const credentials = { email: `${name}@example.com`, password: passwordOf(name) }
  const { body } = await service.anyone.post('/api/auth/login', credentials).set('User-Agent', userAgent).expect(200)
  return { ...service.client({ Authorization: `Bearer ${body.token}` }), refreshToken: String(body.refresh_token) }
}

/** Of each session of somebody's, whether it is the one that asks. */
async function currentOf(who: Client): Promise<boolean[]> {
  const sessions: components['schemas']['SessionEntry'][] = (await who.get('/api/me/sessions').expect(200)).body
  return sessions.map(({ current }) => current)
}

const today = async (): Promise<string> => {
  const [row] = await service.database.superuser<{ day: string }>(`select (now() at time zone 'UTC')::date::text as day`)
  return row?.day ?? ''
}

describe('listSessions', () => {
  test('200: each session, the last used first, with this one marked', async () => {
    const alice = await login('alice', firefox)
    const { body } = await alice.get('/api/me/sessions').expect(200)
    expect(body).toEqual([
      { id: expect.any(Number), client: 'Firefox on Linux', created_at: expect.stringMatching(/Z$/), last_used_on: await today(), current: true },
      { id: expect.any(Number), client: null, created_at: expect.stringMatching(/Z$/), last_used_on: expect.any(String), current: false },
    ])
    expect(await currentOf(service.alice)).toEqual([false, true])
  })

  test('200: a registration is a session too', async () => {
    const name = 'registered'
    const registration = { email: `${name}@example.com`, password: passwordOf(name), name }
    const { body } = await service.anyone.post('/api/auth/register', registration).set('User-Agent', 'curl/8.5.0').expect(201)
    const { body: sessions } = await service
      .client({ Authorization: `Bearer ${body.token}` })
      .get('/api/me/sessions')
      .expect(200)
    expect(sessions).toMatchObject([{ client: 'curl', current: true }])
  })

  test('200: the day of use is that of the last refresh, and only a refresh writes it', async () => {
    const carol = await service.register('carol')
    const old = `update sessions set last_used_on = '2026-01-01' where user_id = $1`
    await service.database.superuser(old, [carol.id])
    const { body: before } = await carol.get('/api/me/sessions').expect(200)
    await carol.post('/api/me/tasks', { title: 'Buy milk' }).expect(201)
    expect((await carol.get('/api/me/sessions').expect(200)).body).toEqual(before)
    expect(before).toMatchObject([{ last_used_on: '2026-01-01' }])
    await service.anyone.post('/api/auth/refresh', { refresh_token: carol.refreshToken }).expect(200)
    expect((await carol.get('/api/me/sessions').expect(200)).body).toMatchObject([{ last_used_on: await today() }])
  })

  test('200: the one that was refreshed comes first', async () => {
    const dora = await service.register('dora')
    await login('dora', firefox)
    const later = `update sessions set expires_at = expires_at - interval '1 hour' where user_id = $1`
    await service.database.superuser(later, [dora.id])
    await service.anyone.post('/api/auth/refresh', { refresh_token: dora.refreshToken }).expect(200)
    expect(await currentOf(dora)).toEqual([true, false])
  })

  test('200: none that has ended or expired', async () => {
    const emma = await service.register('emma')
    const other = await login('emma', firefox)
    await other.post('/api/auth/logout').expect(204)
    await login('emma', 'curl/8.5.0')
    await service.database.superuser(`update sessions set expires_at = now() where user_id = $1 and client = 'curl'`, [emma.id])
    expect((await emma.get('/api/me/sessions').expect(200)).body).toHaveLength(1)
  })

  test('200: none of anybody else', async () => {
    const { body } = await service.bob.get('/api/me/sessions').expect(200)
    expect(body).toMatchObject([{ current: true }])
  })

  test("200: a front end's user has none here", async () => {
    const { body } = await frontEndUser(service, 'dave').get('/api/me/sessions').expect(200)
    expect(body).toEqual([])
  })

  test('200: whatever the user agent says, nothing of it is shown or logged', async () => {
    await service.register('frank')
    for (const userAgent of ['<script>alert(1)</script>', 'my-secret-token', `${'x'.repeat(8_000)} Firefox/1`, '%00${jndi:ldap://x}']) {
      const frank = await login('frank', userAgent)
      const { body } = await frank.get('/api/me/sessions').expect(200)
      expect(body[0]).toMatchObject({ client: null, current: true })
    }
    expect(JSON.stringify(service.log)).not.toMatch(/script>|my-secret|xxxx|jndi/)
  })

  test('400: an unknown parameter, with handling=strict', async () => {
    await service.alice.get('/api/me/sessions?device=phone').set('Prefer', 'handling=strict').expect(400)
  })
})
