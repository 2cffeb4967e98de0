import { describe, expect } from 'vitest'
import { frontEndUser } from '../support/front-end.ts'
import { testsOf } from '../support/operation-tests.ts'
import { passwordOf, testService } from '../support/service.ts'

const test = testsOf('endOtherSessions')
const service = testService()

async function login(name: string) {
  const { body } = await service.anyone.post('/api/auth/login', { email: `${name}@example.com`, password: passwordOf(name) }).expect(200)
  return { ...service.client({ Authorization: `Bearer ${body.token}` }), refreshToken: String(body.refresh_token) }
}

describe('endOtherSessions', () => {
  test('204: all but its own, from the next request on', async () => {
    const others = [await login('alice'), await login('alice')]
    await service.alice.delete('/api/me/sessions').expect(204)
    for (const other of others) {
      await other.get('/api/me').expect(401)
      await service.anyone.post('/api/auth/refresh', { refresh_token: other.refreshToken }).expect(401)
    }
    const { body } = await service.alice.get('/api/me/sessions').expect(200)
    expect(body).toMatchObject([{ current: true }])
    await service.anyone.post('/api/auth/refresh', { refresh_token: service.alice.refreshToken }).expect(200)
  })

  test("204: none of another user's", async () => {
    const bob = await login('bob')
    await service.alice.delete('/api/me/sessions').expect(204)
    await bob.get('/api/me').expect(200)
    await service.bob.get('/api/me').expect(200)
  })

  test('204: again, where there are no others, which is no event', async () => {
    await service.alice.delete('/api/me/sessions').expect(204)
    const before = service.log.length
    await service.alice.delete('/api/me/sessions').expect(204)
    expect(service.log.slice(before).filter(({ event }) => event !== undefined)).toEqual([])
  })

  test('204: not in a dry run', async () => {
    const other = await login('alice')
    await service.alice.delete('/api/me/sessions').set('Prefer', 'dry-run').expect(204)
    await other.get('/api/me').expect(200)
  })

  test("204: a front end's user has none to end", async () => {
    await frontEndUser(service, 'dave').delete('/api/me/sessions').expect(204)
  })

  test('400: an unknown parameter, with handling=strict', async () => {
    await service.alice.delete('/api/me/sessions?all=true').set('Prefer', 'handling=strict').expect(400)
    await service.alice.get('/api/me').expect(200)
  })
})
