// Sign-ins as front ends of the plan make them: other paths, no name, and a form. Each is the same operation, with the same limits.
import { randomUUID } from 'node:crypto'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startService } from '../../src/server.ts'
import type { RunningService } from '../../src/server.ts'
import { clientOf, settingsFor, testService } from '../support/service.ts'
import type { Client } from '../support/service.ts'

const service = testService()
const password = 'correct horse battery'
const newEmail = (): string => `${randomUUID()}@example.com`

/** Sends a form, as OAuth2PasswordRequestForm of FastAPI expects it. */
const sendForm = (who: Client, path: string, form: string, type = 'application/x-www-form-urlencoded') => who.post(path).set('Content-Type', type).send(form)

async function signUp(): Promise<{ email: string; who: Client; id: number }> {
  const email = newEmail()
  const { body } = await service.anyone.post('/api/auth/signup', { email, password }).expect(201)
  return { email, who: service.client({ Authorization: `Bearer ${body.token}` }), id: body.user.id }
}

describe('other paths', () => {
  test('201, 200, 204: sign up without a name, sign in, who am I, sign out', async () => {
    const { email, who, id } = await signUp()
    expect((await service.anyone.post('/api/auth/signin', { email, password }).expect(200)).body.user).toMatchObject({ id, email, name: null })
    const { body } = await who.get('/api/auth/me').expect(200)
    expect(body).toEqual((await who.get('/api/me').expect(200)).body)
    await who.post('/api/auth/signout').expect(204)
    await who.get('/api/auth/me').expect(401)
  })

  test('401, 405, 409: as at their own paths', async () => {
    const { email, who } = await signUp()
    await service.anyone.get('/api/auth/me').expect(401)
    await service.anyone.post('/api/auth/signin', { email, password: 'wrong' }).expect(401)
    await service.anyone.post('/api/auth/signup', { email, password }).expect(409)
    expect((await who.delete('/api/auth/me').expect(405)).headers['allow']).toBe('GET, HEAD, OPTIONS')
    expect((await service.anyone.get('/api/auth/signin').expect(405)).headers['allow']).toBe('OPTIONS, POST')
  })

  test('200: one key is one sign-in, at whichever path', async () => {
    const { email } = await signUp()
    const key = randomUUID()
    const [one, other] = [
      await service.anyone.post('/api/auth/login', { email, password }).set('Idempotency-Key', key).expect(200),
      await service.anyone.post('/api/auth/signin', { email, password }).set('Idempotency-Key', key).expect(200),
    ]
    expect(other.body).toEqual(one.body)
  })
})

describe('a form', () => {
  test.each(['/api/auth/login', '/api/auth/signin'])('200: %s', async (path) => {
    const { email, id } = await signUp()
    const form = new URLSearchParams({ grant_type: 'password', username: email, password, scope: '' }).toString()
    const { body, headers } = await sendForm(service.anyone, path, form).expect(200)
    expect(body).toMatchObject({ user: { id }, token_type: 'Bearer', access_token: expect.any(String) })
    expect(headers['ignored-fields']).toBe('grant_type, scope')
    await sendForm(service.anyone, path, form, 'application/x-www-form-urlencoded; charset=UTF-8').expect(200)
  })

  test('200: an e-mail address by its own name, and JSON with a username', async () => {
    const { email } = await signUp()
    await sendForm(service.anyone, '/api/auth/login', `email=${email}&password=correct+horse%20battery`).expect(200)
    await service.anyone.post('/api/auth/login', { username: email, password }).expect(200)
    // Its own name counts.
    await service.anyone.post('/api/auth/login', { username: 'somebody else', email, password }).expect(200)
  })

  test.each([
    ['username=a&password=b&password=c', 'password must be given once'],
    ['username=a%00&password=b', 'The request has a percent-encoded NUL character or invalid UTF-8.'],
    ['username=%ff&password=b', 'The request has a percent-encoded NUL character or invalid UTF-8.'],
    ['username=a', 'password is required'],
    ['{"email":"a@example.com","password":"b"}', 'email is required; password is required'],
  ])('400: %s', async (form, detail) => {
    expect((await sendForm(service.anyone, '/api/auth/login', form).expect(400)).body.detail).toBe(detail)
  })

  test('400: fields with the names of what every object has', async () => {
    await sendForm(service.anyone, '/api/auth/login', '__proto__=a&constructor=b&toString=c').expect(400)
  })

  test('413: a long one', async () => {
    await sendForm(service.anyone, '/api/auth/login', `username=${'a'.repeat(103_000)}`).expect(413)
    const started = await sendForm(service.anyone, '/api/auth/login', 'a&'.repeat(50_000)).expect(400)
    expect(started.body.detail).toBe('a must be given once')
  })

  test('415: nowhere else', async () => {
    await sendForm(service.anyone, '/api/auth/register', 'username=a').expect(415)
    await sendForm(service.alice, '/api/me/tasks', 'title=a').expect(415)
    await sendForm(service.anyone, '/api/auth/login', 'username=a', 'application/x-www-form-urlencoded; charset=latin1').expect(415)
  })
})

describe('the limits of sign-ins', () => {
  let running: RunningService
  beforeAll(async () => {
    const limits = { perUser: 100, signInsPerAccount: 3, signInsPerAddress: 1_000 }
    running = await startService({ ...settingsFor(service.database.serviceUrl), limits }, pino({ level: 'silent' }))
  })
  afterAll(() => running.stop(true))

  test('429: one account has one limit, by whichever path, form and name', async () => {
    const email = newEmail()
    const anyone = clientOf(running.url, {})
    const wrong = { password: 'wrong' }
    await anyone.post('/api/auth/login', { email, ...wrong }).expect(401)
    await anyone.post('/api/auth/signin', { username: email.toUpperCase(), ...wrong }).expect(401)
    await sendForm(anyone, '/api/auth/login', `username=${email}&password=wrong`).expect(401)
    await sendForm(anyone, '/api/auth/signin', `username=${email}&password=wrong`).expect(429)
    await anyone.post('/api/auth/login', { email, ...wrong }).expect(429)
  })
})

describe('OWN_ACCOUNTS=off', () => {
  let running: RunningService
  beforeAll(async () => void (running = await startService({ ...settingsFor(service.database.serviceUrl), ownAccounts: false }, pino({ level: 'silent' }))))
  afterAll(() => running.stop(true))

  test.each(['signup', 'signin', 'signout'])('404: /api/auth/%s, as under its own path', async (name) => {
    const { body } = await clientOf(running.url, {}).post(`/api/auth/${name}`, { email: newEmail(), password }).expect(404)
    expect(body.detail).toMatch(/^Accounts are kept by the front end's Better Auth server\./)
  })

  test('401: /api/auth/me is the account of the caller, even if its password is kept elsewhere', async () => {
    await clientOf(running.url, {}).get('/api/auth/me').expect(401)
  })
})

test('no operation is in the contract twice', async () => {
  const { body } = await service.anyone.get('/openapi.json').expect(200)
  const paths = Object.keys(body.paths)
  for (const other of ['/api/auth/signin', '/api/auth/signup', '/api/auth/signout', '/api/auth/me', '/api/tasks']) expect(paths).not.toContain(other)
  expect(body.paths['/api/auth/login'].post['x-also-at']).toEqual(['/api/auth/signin'])
})
