import { beforeEach, describe, expect } from 'vitest'
import { testsOf } from '../support/operation-tests.ts'
import { passwordOf, testService } from '../support/service.ts'
import type { Client } from '../support/service.ts'

const test = testsOf('logoutUser')
const service = testService()

type Session = Client & { refreshToken: string }

/** A session of alice's. */
async function session(): Promise<Session> {
  const credentials = { email: 'alice@example.com', password: passwordOf('alice') }
  const { body } = await service.anyone.post('/api/auth/login', credentials).expect(200)
  return { ...service.client({ Authorization: `Bearer ${body.token}` }), refreshToken: body.refresh_token }
}

const refresh = ({ refreshToken }: Session) => service.anyone.post('/api/auth/refresh', { refresh_token: refreshToken })

describe('logoutUser', () => {
  let alice: Session
  beforeEach(async () => void (alice = await session()))

  test('204: nothing in the body', async () => {
    const { text, headers } = await alice.post('/api/auth/logout').expect(204)
    expect(text).toBe('')
    expect(headers).not.toHaveProperty('content-type')
  })

  test('204: a body, which some front ends send, changes nothing', async () => {
    await alice.post('/api/auth/logout', { refresh_token: service.alice.refreshToken }).expect(204)
    await alice.get('/api/me').expect(401)
    await service.alice.get('/api/me').expect(200)
  })

  test('204: another session of the same user lives on', async () => {
    const other = await session()
    await alice.post('/api/auth/logout').expect(204)
    await other.get('/api/me').expect(200)
    await refresh(other).expect(200)
  })

  test('401: the access token from the next request on', async () => {
    await alice.get('/api/me').expect(200)
    await alice.post('/api/auth/logout').expect(204)
    const { body, headers } = await alice.get('/api/me').expect(401)
    expect(body).toMatchObject({ type: '/docs/problems/unauthenticated', detail: 'The session has ended. Log in again.' })
    expect(headers['www-authenticate']).toBe('Bearer realm="taskpact", error="invalid_token"')
  })

  test('401: the refresh token from the next request on', async () => {
    await alice.post('/api/auth/logout').expect(204)
    await refresh(alice).expect(401)
  })

  test('401: the tokens that the session was refreshed to', async () => {
    const { body } = await refresh(alice).expect(200)
    await alice.post('/api/auth/logout').expect(204)
    await service
      .client({ Authorization: `Bearer ${body.token}` })
      .get('/api/me')
      .expect(401)
    await service.anyone.post('/api/auth/refresh', { refresh_token: body.refresh_token }).expect(401)
  })

  test('401: a second time', async () => {
    await alice.post('/api/auth/logout').expect(204)
    await alice.post('/api/auth/logout').expect(401)
  })

  test.each([
    ['a parameter that is wrong', (who: Client) => who.get('/api/me/tasks?limit=many')],
    ['an invalid id', (who: Client) => who.get('/api/me/tasks/0')],
    ['a task that is not there', (who: Client) => who.get('/api/me/tasks/9007199254740991')],
    ['a field that is wrong', (who: Client) => who.post('/api/me/tasks', { title: '' })],
    ['no body where one is needed', (who: Client) => who.post('/api/me/tasks')],
    ['a body that is not JSON', (who: Client) => who.post('/api/me/tasks').type('text/plain').send('x')],
    ['a body that is too large', (who: Client) => who.post('/api/me/tasks', { title: 'x'.repeat(102_400) })],
    ["another user's path", (who: Client) => who.get(`/api/${service.bob.id}/tasks`)],
  ])('401: after it, whatever is asked: %s', async (_, ask) => {
    expect((await ask(alice)).status).not.toBe(401)
    await alice.post('/api/auth/logout').expect(204)
    await ask(alice).expect(401)
  })

  test('204: at the same time as a refresh, however the two fall', async () => {
    for (let turn = 0; turn < 5; turn++) {
      const one = await session()
      const attempts = [one.post('/api/auth/logout'), ...Array.from({ length: 5 }, () => refresh(one))] as const
      const [out, ...refreshes] = await Promise.all(attempts)
      expect(out.status).toBe(204)
      for (const { status } of refreshes) expect([200, 401]).toContain(status)
      await refresh(one).expect(401)
    }
  })

  test('400: a query that is no text', async () => {
    const { body } = await alice.post('/api/auth/logout?%ZZ').expect(400)
    expect(body.type).toBe('/docs/problems/invalid-request')
    await alice.get('/api/me').expect(200)
  })

  test('400: an unknown parameter, for those who want to be told', async () => {
    const { body } = await alice.post('/api/auth/logout?everywhere=true').set('Prefer', 'handling=strict').expect(400)
    expect(body.errors).toEqual([{ parameter: 'everywhere', detail: 'is not a parameter of this operation' }])
    await alice.get('/api/me').expect(200)
  })
})
