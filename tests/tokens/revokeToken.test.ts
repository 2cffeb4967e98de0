import { describe, expect } from 'vitest'
import { testsOf } from '../support/operation-tests.ts'
import { createToken, holderOf } from '../support/personal-tokens.ts'
import { testService } from '../support/service.ts'

const test = testsOf('revokeToken')
const service = testService()

describe('revokeToken', () => {
  test('204: it gets 401 from the next request on', async () => {
    const token = await createToken(service.alice, ['tasks:read'])
    const script = holderOf(service, token)
    await script.get('/api/me/tasks').expect(200)
    await service.alice.delete(`/api/me/tokens/${token.id}`).expect(204)
    const { body } = await script.get('/api/me/tasks').expect(401)
    expect(body.detail).toBe('The personal access token was revoked or has expired. Create another one.')
  })

  test('204: whatever is asked with it then is 401, also what it had no scope for', async () => {
    const token = await createToken(service.alice, ['tasks:read'])
    const script = holderOf(service, token)
    await script.post('/api/me/tasks', { title: 'x' }).expect(403)
    await service.alice.delete(`/api/me/tokens/${token.id}`).expect(204)
    for (const request of [script.post('/api/me/tasks', { title: 'x' }), script.get('/api/me/tasks?limit=many'), script.get('/api/me/tokens')])
      await request.expect(401)
  })

  test('204: one that was never used', async () => {
    const token = await createToken(service.alice, ['tasks:read'])
    await service.alice.delete(`/api/me/tokens/${token.id}`).expect(204)
    await holderOf(service, token).get('/api/me/tasks').expect(401)
  })

  test('204: the others continue', async () => {
    const [one, other] = [await createToken(service.alice, ['tasks:read']), await createToken(service.alice, ['tasks:read'])]
    await service.alice.delete(`/api/me/tokens/${one.id}`).expect(204)
    await holderOf(service, other).get('/api/me/tasks').expect(200)
  })

  test("404: another user's, which continues", async () => {
    const token = await createToken(service.alice, ['tasks:read'])
    await service.bob.delete(`/api/me/tokens/${token.id}`).expect(404)
    await holderOf(service, token).get('/api/me/tasks').expect(200)
  })

  test('404: a second time', async () => {
    const { id } = await createToken(service.alice, ['tasks:read'])
    await service.alice.delete(`/api/me/tokens/${id}`).expect(204)
    const { body } = await service.alice.delete(`/api/me/tokens/${id}`).expect(404)
    expect(body.detail).toBe('You have no such token.')
  })

  test('400: an invalid id', async () => {
    await service.alice.delete('/api/me/tokens/0').expect(400)
  })
})
