import { beforeEach, describe, expect } from 'vitest'
import type { components } from '../../src/generated/contract.ts'
import { testsOf } from '../support/operation-tests.ts'
import { passwordOf, testService } from '../support/service.ts'
import type { Client } from '../support/service.ts'

const test = testsOf('endSession')
const service = testService()

type Entry = components['schemas']['SessionEntry']
type Session = Client & { refreshToken: string; id: number }

/** A session of somebody's. */
async function login(name: string): Promise<Session> {
  const { body } = await service.anyone.post('/api/auth/login', { email: `${name}@example.com`, password: passwordOf(name) }).expect(200)
  const client = service.client({ Authorization: `Bearer ${body.token}` })
  const sessions: Entry[] = (await client.get('/api/me/sessions').expect(200)).body
  return { ...client, refreshToken: body.refresh_token, id: sessions.find(({ current }) => current)?.id ?? 0 }
}

describe('endSession', () => {
  let phone: Session
  beforeEach(async () => void (phone = await login('alice')))

  test('204: its tokens get 401 from the next request on', async () => {
    await service.alice.delete(`/api/me/sessions/${phone.id}`).expect(204)
    await phone.get('/api/me').expect(401)
    await service.anyone.post('/api/auth/refresh', { refresh_token: phone.refreshToken }).expect(401)
  })

  test('204: the others continue', async () => {
    const laptop = await login('alice')
    await service.alice.delete(`/api/me/sessions/${phone.id}`).expect(204)
    await laptop.get('/api/me').expect(200)
    await service.alice.get('/api/me').expect(200)
  })

  test('204: its own, which logs it out', async () => {
    await phone.delete(`/api/me/sessions/${phone.id}`).expect(204)
    await phone.get('/api/me').expect(401)
  })

  test('204: not in a dry run', async () => {
    await service.alice.delete(`/api/me/sessions/${phone.id}`).set('Prefer', 'dry-run').expect(204)
    await phone.get('/api/me').expect(200)
  })

  test('404: a second time', async () => {
    await service.alice.delete(`/api/me/sessions/${phone.id}`).expect(204)
    const { body } = await service.alice.delete(`/api/me/sessions/${phone.id}`).expect(404)
    expect(body.detail).toBe('You have no such session.')
  })

  test("404: another user's session, which continues", async () => {
    await service.bob.delete(`/api/me/sessions/${phone.id}`).expect(404)
    await phone.get('/api/me').expect(200)
  })

  test.each(['0', '-1', '1e3', 'me', '9007199254740992'])('400: the id %s', async (id) => {
    await service.alice.delete(`/api/me/sessions/${id}`).expect(400)
    await phone.get('/api/me').expect(200)
  })

  test('204: an event for the operator, without saying whose', async () => {
    const before = service.log.length
    await service.alice.delete(`/api/me/sessions/${phone.id}`).expect(204)
    const events = service.log.slice(before).filter(({ event }) => event !== undefined)
    expect(events).toMatchObject([{ event: 'session-revoked', operation: 'endSession', account: expect.stringMatching(/^[\w-]{43}$/) }])
  })
})
