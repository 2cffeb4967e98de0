import { describe, expect } from 'vitest'
import { frontEndUser } from '../support/front-end.ts'
import { testsOf } from '../support/operation-tests.ts'
import { testService } from '../support/service.ts'

const test = testsOf('getUser')
const service = testService()

describe('getUser', () => {
  test('200: the account', async () => {
    const { body, headers } = await service.alice.get('/api/me').expect(200)
    expect(body).toEqual({
      id: service.alice.id,
      email: 'alice@example.com',
      name: 'alice',
      time_zone: 'UTC',
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/),
      email_verified: false,
      quotas: Object.fromEntries(
        ['tasks', 'lists', 'tags', 'bytes', 'sessions'].map((name) => [name, { used: expect.any(Number), limit: expect.any(Number) }]),
      ),
    })
    expect(headers['content-type']).toMatch(/^application\/json/)
  })

  test("200: a front end's user, of whose address nothing is known here", async () => {
    const { body } = await frontEndUser(service, 'jack').get('/api/me').expect(200)
    expect(body).toMatchObject({ email_verified: null })
  })

  test("200: under the caller's integer id", async () => {
    const { body } = await service.alice.get(`/api/${service.alice.id}`).expect(200)
    expect(body).toEqual((await service.alice.get('/api/me').expect(200)).body)
  })

  test('200: a trailing slash is the same account', async () => {
    const { body } = await service.alice.get('/api/me/').expect(200)
    expect(body.id).toBe(service.alice.id)
  })

  test('200: HEAD has the same headers', async () => {
    const whole = await service.alice.get('/api/me').expect(200)
    const { headers } = await service.alice.head('/api/me').expect(200)
    for (const name of ['content-type', 'content-length']) expect(headers[name]).toBe(whole.headers[name])
  })

  test("200: a front end's user, under its id, its token's subject and `me`, with the token's name and address", async () => {
    const carol = frontEndUser(service, 'carol-at-the-front-end', { name: 'Carol', email: 'carol@example.com' })
    const { body } = await carol.get('/api/carol-at-the-front-end').expect(200)
    expect(body).toMatchObject({ name: 'Carol', email: 'carol@example.com' })
    for (const user of ['me', body.id]) expect((await carol.get(`/api/${user}`).expect(200)).body).toEqual(body)
  })

  test("200: a front end's user of whom its token says nothing more", async () => {
    const { body } = await frontEndUser(service, 'nobody-in-particular').get('/api/me').expect(200)
    expect(body).toMatchObject({ name: null, email: null })
  })

  test("200: a front end's user with alice's address is someone else", async () => {
    const { body } = await frontEndUser(service, 'mallory', { email: service.alice.email }).get('/api/me').expect(200)
    expect(body.id).not.toBe(service.alice.id)
  })

  test('200: parameters that nobody knows are ignored', async () => {
    const { body } = await service.alice.get(`/api/me?user_id=${service.bob.id}`).expect(200)
    expect(body.id).toBe(service.alice.id)
  })

  test('200: strict handling is confirmed', async () => {
    const { headers } = await service.alice.get('/api/me').set('Prefer', 'handling=strict').expect(200)
    expect(headers['preference-applied']).toBe('handling=strict')
  })

  test('400: each unknown parameter, for those who want to be told', async () => {
    const { body } = await service.alice.get('/api/me?fields=name&embed').set('Prefer', 'handling=strict').expect(400)
    expect(body.errors).toEqual([
      { parameter: 'fields', detail: 'is not a parameter of this operation' },
      { parameter: 'embed', detail: 'is not a parameter of this operation' },
    ])
  })

  test('400: a path that is no text', async () => {
    const { body } = await service.alice.get('/api/%FF').expect(400)
    expect(body).toMatchObject({ type: '/docs/problems/invalid-request', instance: '/api/%FF', message: body.detail })
  })

  const strangers = ['0', '999999999', 'Me', '%20me', 'alice', 'alice@example.com']
  test.each(strangers)('403: the path of %s, who is not the caller', async (user) => {
    await service.alice.get(`/api/${user}`).expect(403)
  })
})
