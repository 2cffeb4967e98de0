import pg from 'pg'
import type { Response } from 'supertest'
import { describe, expect } from 'vitest'
import { testsOf } from '../support/operation-tests.ts'
import { passwordOf, testService } from '../support/service.ts'
import { countAccounts, setEmailKey, waitForLock } from '../support/sign-in.ts'

const test = testsOf('loginUser')
const service = testService()

const login = (email: string, password: string) => service.anyone.post('/api/auth/login', { email, password })
const register = (email: string, password: string) => service.anyone.post('/api/auth/register', { email, password, name: 'Someone' })

/** The headers of an answer, without what is new each time and what counts the attempts on one address, known or not. */
const steadyHeaders = ({ headers }: Response): object => ({
  ...headers,
  'date': '',
  'x-request-id': '',
  'ratelimit': String(headers['ratelimit']).replace(/[rt]=\d+/g, ''),
})

describe('loginUser', () => {
  const credentials = { email: 'alice@example.com', password: passwordOf('alice') }
  test('200: signed in', async () => {
    const { body } = await login('alice@example.com', passwordOf('alice')).expect(200)
    expect(body).toEqual({
      user: { id: service.alice.id, email: 'alice@example.com', name: 'alice', time_zone: 'UTC', created_at: expect.stringMatching(/Z$/) },
      token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      access_token: body.token,
      token_type: 'Bearer',
      expires_in: 3600,
      refresh_token: expect.stringMatching(/^[\w-]{43}$/),
    })
    const { body: user } = await service
      .client({ Authorization: `Bearer ${body.token}` })
      .get('/api/me')
      .expect(200)
    expect(user).toEqual({ ...body.user, email_verified: false, quotas: expect.anything() })
  })

  test('200: a session in addition to existing ones', async () => {
    const { body } = await login('bob@example.com', passwordOf('bob')).expect(200)
    expect(body.refresh_token).not.toBe(service.bob.refreshToken)
    await service.bob.get('/api/me').expect(200)
  })

  test('200: an answer that nobody may keep', async () => {
    const { headers } = await login('alice@example.com', passwordOf('alice')).expect(200)
    expect(headers['cache-control']).toBe('no-store')
  })

  test('200: the address in another case', async () => {
    await login('ALICE@Example.com', passwordOf('alice')).expect(200)
  })

  test('200: the address in its other Unicode form', async () => {
    const email = 'Zoë@example.com'
    await register(email.normalize('NFC'), 'correct horse battery').expect(201)
    await login(email.normalize('NFD'), 'correct horse battery').expect(200)
  })

  const spellings = ['either@münchen.de', 'either@xn--mnchen-3ya.de', 'EITHER@MÜNCHEN.de', 'either@XN--MNCHEN-3YA.de', 'either@mu\u0308nchen.de']

  test('200: an internationalized domain in each of its spellings', async () => {
    const { body: registered } = await register('either@münchen.de', 'correct horse battery').expect(201)
    for (const email of spellings) {
      const { body } = await login(email, 'correct horse battery').expect(200)
      expect(body.user).toEqual(registered.user)
    }
  })

  test.each(['münchen.de', 'xn--mnchen-3ya.de'])('200: an account of %s from before domains were compared in ASCII', async (domain) => {
    const name = `früher-${domain.length}`
    const { body: registered } = await register(`${name}@münchen.de`, 'correct horse battery').expect(201)
    await setEmailKey(service.database, registered.user.id, `${name}@${domain}`)
    for (const spelling of ['münchen.de', 'xn--mnchen-3ya.de']) {
      const { body } = await login(`${name}@${spelling}`, 'correct horse battery').expect(200)
      expect(body.user.id).toBe(registered.user.id)
    }
  })

  test('200: each of two accounts from before, whose domains are now one, by its own spelling', async () => {
    const accounts: [string, string][] = [
      ['two@münchen.de', 'the first password'],
      ['two@xn--mnchen-3ya.de', 'the second password'],
    ]
    for (const [key, password] of accounts) {
      const { body } = await register(`${password.length}@example.com`, password).expect(201)
      await setEmailKey(service.database, body.user.id, key)
    }
    for (const [key, password] of accounts) await login(key, password).expect(200)
    await login('two@münchen.de', 'the second password').expect(401)
  })

  test('200: an address from before that is refused today', async () => {
    const { body } = await register('odd@example.com', 'correct horse battery').expect(201)
    for (const email of ['<odd@example.com>', 'odd..odd@example.com.', 'odd\u200b@example.com']) {
      await setEmailKey(service.database, body.user.id, email)
      await login(email, 'correct horse battery').expect(200)
    }
  })

  test.each([
    ['composed', 'decomposed', 'NFC', 'NFD'],
    ['decomposed', 'composed', 'NFD', 'NFC'],
  ])('200: a password registered %s, sent %s', async (form, _, one, other) => {
    const password = 'Crème brûlée à la carte'
    await register(`${form}@example.com`, password.normalize(one)).expect(201)
    await login(`${form}@example.com`, password.normalize(other)).expect(200)
  })

  test('200: the longest password, in the form that takes more characters', async () => {
    const password = `${'éè'.repeat(63)}éî`
    await register('longest@example.com', password).expect(201)
    await login('longest@example.com', password.normalize('NFD')).expect(200)
  })

  test('401: a password that differs in its last emoji of a hundred', async () => {
    const email = 'emoji@example.com'
    await register(email, '🔒' + '🔑'.repeat(99)).expect(201)
    await login(email, '🔒' + '🔑'.repeat(98) + '🔒').expect(401)
    await login(email, '🔒' + '🔑'.repeat(99)).expect(200)
  })

  test('401: a password that differs in its 80th character', async () => {
    await register('eighty@example.com', `${'x'.repeat(79)}a`).expect(201)
    await login('eighty@example.com', `${'x'.repeat(79)}b`).expect(401)
    await login('eighty@example.com', `${'x'.repeat(79)}a`).expect(200)
  })

  test.each([
    ['in another case', passwordOf('alice').toUpperCase()],
    ['with a trailing space', `${passwordOf('alice')} `],
    ["that is someone else's", passwordOf('bob')],
    ['of one character', 'x'],
  ])('401: a password %s', async (_, password) => {
    await login('alice@example.com', password).expect(401)
  })

  test('401: a wrong password and an unknown address get the same answer', async () => {
    const wrong = await login('alice@example.com', 'not her password').expect(401)
    const unknown = await login('nobody@example.com', 'not her password').expect(401)
    expect(wrong.body).toMatchObject({ type: '/docs/problems/invalid-credentials', status: 401, instance: '/api/auth/login' })
    expect(wrong.headers['www-authenticate']).toBe('Bearer realm="taskpact"')
    expect(unknown.body).toEqual(wrong.body)
    expect(steadyHeaders(unknown)).toEqual(steadyHeaders(wrong))
  })

  test.each(['%@example.com', "' or true --", 'alice@example.com%', '*'])('401: the address %j is no pattern', async (email) => {
    await login(email, passwordOf('alice')).expect(401)
  })

  test('401: nothing is kept of the attempt', async () => {
    const before = await countAccounts(service.database)
    await login('alice@example.com', 'not her password').expect(401)
    await login('nobody@example.com', 'not her password').expect(401)
    expect(await countAccounts(service.database)).toEqual(before)
  })

  test('401: an account that was deleted', async () => {
    const carol = await service.register('carol')
    await carol.delete('/api/me').expect(204)
    await login(carol.email, passwordOf('carol')).expect(401)
  })

  test('401: a password that is changed after it was compared, and before there is a session', async () => {
    const carol = await service.register('changing')
    const changing = new pg.Client({ connectionString: service.database.url })
    await changing.connect()
    try {
      await changing.query('begin; set local role taskpact_authentication')
      await changing.query("update passwords set hash = 'of another one' where user_id = $1", [carol.id])
      const answered = login(carol.email, passwordOf('changing')).then(({ status }) => status)
      await waitForLock(service.database)
      await changing.query('commit')
      expect(await answered).toBe(401)
    } finally {
      await changing.end()
    }
  })

  test('400: each missing field is named', async () => {
    const { body } = await service.anyone.post('/api/auth/login', {}).expect(400)
    expect(body.errors).toEqual([
      { pointer: '#/email', detail: 'is required' },
      { pointer: '#/password', detail: 'is required' },
    ])
  })

  test.each([
    ['an empty password', { password: '' }, '#/password'],
    ['a NUL in the password', { password: 'x\0' }, '#/password'],
    ['half a surrogate pair in the password', { password: '\ud800' }, '#/password'],
    ['a NUL in the address', { email: 'alice\0@example.com' }, '#/email'],
    ['an address that is no text', { email: { $ne: null } }, '#/email'],
  ])('400: %s', async (_, fields, pointer) => {
    const { body } = await service.anyone.post('/api/auth/login', { ...credentials, ...fields }).expect(400)
    expect(body.errors).toEqual([{ pointer, detail: expect.any(String) }])
  })
})
