import { randomUUID } from 'node:crypto'
import { connect } from 'node:net'
import jwt from 'jsonwebtoken'
import { describe, expect, test } from 'vitest'
import { operations } from '../../src/generated/handlers.ts'
import { passwordOf, secret, testService } from '../support/service.ts'

const service = testService({
  handlers: {
    ...operations,
    // A handler that fails with what a user wrote in its words, as a library's error might.
    deleteUser: () => Promise.reject(new Error('no room for the word-in-an-error\n    at word-in-an-error')),
    // One whose answer breaks the contract, with what a user wrote in it.
    updateUser: () => Promise.resolve({ id: 'word-in-an-answer', email: 'word-in-an-answer' }),
  },
})

type Line = Record<string, unknown>

/** The lines of one request, once it has been answered for good. */
async function linesOf(id: string): Promise<Line[]> {
  const lines = () => service.log.filter(({ requestId }) => requestId === id)
  await expect.poll(lines, { timeout: 20_000 }).toContainEqual(expect.objectContaining({ ms: expect.any(Number) }))
  return lines()
}

const cost = { statements: expect.any(Number), rows: expect.any(Number), databaseMs: expect.any(Number), bytes: expect.any(Number) }
const answered = (line: object): object => ({
  level: 30,
  time: expect.any(Number),
  requestId: expect.any(String),
  ms: expect.any(Number),
  msg: 'responded',
  ...cost,
  ...line,
})
const changed = (line: object): object => ({
  level: 30,
  time: expect.any(Number),
  requestId: expect.any(String),
  msg: 'changed',
  ...line,
})

describe('one line a request', () => {
  test('200: who asked for what, and how long it took', async () => {
    const { headers } = await service.alice.get('/api/me/tasks?limit=1').expect(200)
    const lines = await linesOf(headers['x-request-id'] ?? '')
    expect(lines).toEqual([answered({ operation: 'listTasks', user: service.alice.id, status: 200 })])
    expect(lines[0]?.['ms']).toBeGreaterThan(0)
  })

  test('200: a line says what the request cost', async () => {
    const { headers, text } = await service.alice.get('/api/me/tasks').expect(200)
    const [line] = await linesOf(headers['x-request-id'] ?? '')
    expect(line).toMatchObject({ statements: 1, rows: JSON.parse(text).length, bytes: Buffer.byteLength(text) })
    expect(line?.['databaseMs']).toBeGreaterThan(0)
  })

  test('400: a refusal is a line as well', async () => {
    const { headers } = await service.alice.post('/api/me/tasks', { title: '' }).expect(400)
    const lines = await linesOf(headers['x-request-id'] ?? '')
    expect(lines).toEqual([answered({ operation: 'createTask', user: service.alice.id, status: 400 })])
  })

  test('200, 201: a line counts what was ignored, and does not name it', async () => {
    const { headers } = await service.alice.post('/api/me/tasks?a=1&b=2', { title: 'x', category: 'y' }).expect(201)
    const lines = await linesOf(headers['x-request-id'] ?? '')
    expect(lines.at(-1)).toEqual(answered({ operation: 'createTask', user: service.alice.id, status: 201, ignored: 3 }))
    const operations = [{ operationId: 'createTask', body: { title: 'x', category: 'y', userId: 1 } }]
    const { headers: ofBatch } = await service.alice.post('/api/me/batch', { operations, more: 1 }).expect(200)
    expect((await linesOf(ofBatch['x-request-id'] ?? '')).at(-1)).toMatchObject({ operation: 'executeBatch', ignored: 3 })
  })

  test('404: a word in the place of a user is no request to an operation', async () => {
    const { headers } = await service.alice.get('/api/users').expect(404)
    expect(await linesOf(headers['x-request-id'] ?? '')).toEqual([
      answered({ operation: 'none', user: service.alice.id, status: 404, method: 'GET', path: '/api/users' }),
    ])
  })

  test('401: without a user', async () => {
    const { headers } = await service.anyone.get('/api/me/tasks').expect(401)
    expect(await linesOf(headers['x-request-id'] ?? '')).toEqual([answered({ operation: 'listTasks', status: 401 })])
  })

  test('404: without an operation', async () => {
    const { headers } = await service.anyone.get('/nowhere').expect(404)
    expect(await linesOf(headers['x-request-id'] ?? '')).toEqual([answered({ operation: 'none', status: 404, method: 'GET', path: '/…' })])
  })

  test.each([
    ['DELETE', '/api/me/tasks/9007199254740991', '/api/me/tasks/9007199254740991'],
    ['GET', '/api/me/tasks/4040404?search=word-in-a-query', '/api/me/tasks/4040404'],
    ['GET', '/api/v1/tasks/', '/api/v1/tasks/'],
    ['GET', '/api/me/tasks/7/word-in-a-path/%22%0A', '/api/me/tasks/7/…/…'],
    ['GET', `/api${'/me'.repeat(20)}`, `/api${'/me'.repeat(11)}/…`],
  ])('404: %s %s, by its method and path, without text of the user', async (method, path, shown) => {
    const { headers } = await service.alice[method === 'DELETE' ? 'delete' : 'get'](path).expect(404)
    expect((await linesOf(headers['x-request-id'] ?? '')).at(-1)).toMatchObject({ status: 404, method, path: shown })
  })

  test('500: a line of its own says where it failed', async () => {
    const { headers } = await service.bob.delete('/api/me').expect(500)
    const [failed, ...rest] = await linesOf(headers['x-request-id'] ?? '')
    const stack = expect.stringContaining('    at ')
    expect(failed).toMatchObject({ level: 50, operation: 'deleteUser', status: 500, name: 'Error', stack })
    expect(rest).toEqual([answered({ operation: 'deleteUser', user: service.bob.id, status: 500 })])
  })

  test('500: an answer that broke the contract is named by its place', async () => {
    const { headers } = await service.bob.patch('/api/me', { name: 'Bob' }).expect(500)
    const [failed] = await linesOf(headers['x-request-id'] ?? '')
    expect(failed).toMatchObject({ level: 50, operation: 'updateUser', fault: expect.stringContaining('/response/id') })
  })
})

describe('one line more for each create, update and delete', () => {
  test('201: a task, by its id', async () => {
    const { body: task, headers } = await service.alice.post('/api/me/tasks', { title: 'Buy milk' }).expect(201)
    expect(await linesOf(headers['x-request-id'] ?? '')).toEqual([
      changed({ operation: 'createTask', user: service.alice.id, id: task.id }),
      answered({ operation: 'createTask', user: service.alice.id, status: 201 }),
    ])
  })

  test.each([
    ['updateTask', 200, (path: string) => service.alice.put(path, { title: 'x' })],
    ['patchTask', 200, (path: string) => service.alice.patch(path, { title: 'x' })],
    ['completeTask', 200, (path: string) => service.alice.patch(`${path}/complete`)],
    ['deleteTask', 204, (path: string) => service.alice.delete(path)],
  ])('%s', async (operation, status, ask) => {
    const { body: task } = await service.alice.post('/api/me/tasks', { title: 'Buy milk' }).expect(201)
    const { headers } = await ask(`/api/me/tasks/${task.id}`).expect(status)
    const [line] = await linesOf(headers['x-request-id'] ?? '')
    expect(line).toMatchObject(changed({ operation, user: service.alice.id }))
    expect(String(line?.['id'])).toBe(String(task.id))
  })

  test('registerUser and loginUser, by the user', async () => {
    const credentials = { email: 'carol@example.com', password: 'correct horse battery' }
    const registered = await service.anyone.post('/api/auth/register', { ...credentials, name: 'Carol' }).expect(201)
    const loggedIn = await service.anyone.post('/api/auth/login', credentials).expect(200)
    for (const [operation, { headers }] of [
      ['registerUser', registered],
      ['loginUser', loggedIn],
    ] as const) {
      const [line] = await linesOf(headers['x-request-id'] ?? '')
      expect(line).toEqual(changed({ operation, user: registered.body.user.id }))
    }
  })

  test('refreshSession, where a token that was used before ends its session', async () => {
    const carol = { email: 'carol@example.com', password: 'correct horse battery' }
    const { body: first } = await service.anyone.post('/api/auth/login', carol).expect(200)
    const refresh = (refresh_token: string) => service.anyone.post('/api/auth/refresh', { refresh_token })
    const { body: second } = await refresh(first.refresh_token).expect(200)
    await refresh(second.refresh_token).expect(200)
    const { headers } = await refresh(first.refresh_token).expect(401)
    const [line, event] = await linesOf(headers['x-request-id'] ?? '')
    expect(line).toMatchObject({ level: 40, operation: 'refreshSession', status: 401, msg: 'refused, and changed' })
    expect(event).toMatchObject({ event: 'session-revoked', operation: 'refreshSession' })
  })

  test("a front end's user, the first time", async () => {
    const token = jwt.sign({ sub: 'dave', name: 'Dave' }, secret, { expiresIn: 60 })
    const dave = service.client({ Authorization: `Bearer ${token}` })
    const { body } = await dave.get('/api/me').expect(200)
    await dave.get('/api/me').expect(200)
    const lines = service.log.filter(({ msg, user }) => msg === 'provisioned' && user === body.id)
    expect(lines).toEqual([expect.objectContaining({ user: body.id })])
  })

  test('none for a read, nor for what was refused', async () => {
    const asked = [await service.alice.get('/api/me').expect(200), await service.alice.patch('/api/me/tasks/9007199254740991', { title: 'x' }).expect(404)]
    for (const { headers } of asked) expect(await linesOf(headers['x-request-id'] ?? '')).toMatchObject([{ msg: expect.any(String) }])
  })
})

describe('a line of its own for what an operator has to know of', () => {
  const locked = testService({ settings: { limits: { perUser: 1_000, signInsPerAccount: 2, signInsPerAddress: 1_000 } } })
  const small = testService({
    settings: { quotas: { tasks: 1, lists: 10, tags: 10, bytes: 100_000, sessions: 2, occurrences: 10 } },
  })
  const narrow = testService({ settings: { limits: { perUser: 1_000, signInsPerAccount: 1_000, signInsPerAddress: 1 } } })
  const events = (of: typeof service) => of.log.filter(({ event }) => event !== undefined)
  const hash = expect.stringMatching(/^[\w-]{43}$/)

  test('401: a sign-in that failed, and 429: one that was locked out, of one account and address, which are not shown', async () => {
    const login = (email: string) => locked.anyone.post('/api/auth/login', { email, password: 'a wrong one' })
    await login('Eve@example.com').expect(401)
    await login('eve@example.com').expect(401)
    await login('eve@example.com').expect(429)
    await login('mallory@example.com').expect(401)
    const lines = events(locked)
    const line = (event: string): object => ({
      level: 40,
      time: expect.any(Number),
      event,
      requestId: expect.any(String),
      operation: 'loginUser',
      account: hash,
      address: hash,
      msg: 'security event',
    })
    expect(lines).toEqual([line('sign-in-failed'), line('sign-in-failed'), line('sign-in-locked'), line('sign-in-failed')])
    expect(new Set(lines.map(({ account }) => account)).size).toBe(2)
    expect(new Set(lines.map(({ address }) => address)).size).toBe(1)
    expect(JSON.stringify(locked.log)).not.toMatch(/example\.com|127\.0\.0\.1|a wrong one/)
  })

  test('200: a sign-in, by its account, and by log-in as by registration', async () => {
    const before = events(locked).length
    const { email } = await locked.register('heidi')
    await locked.anyone.post('/api/auth/login', { email: 'HEIDI@example.com', password: passwordOf('heidi') }).expect(200)
    const lines = events(locked).slice(before)
    expect(lines).toMatchObject([
      { level: 30, event: 'signed-in', operation: 'registerUser', account: hash, address: hash },
      { level: 30, event: 'signed-in', operation: 'loginUser', account: hash, address: hash },
    ])
    expect(new Set(lines.map(({ account }) => account)).size).toBe(1)
    expect(JSON.stringify(lines)).not.toContain(email)
  })

  test('400: a password that is refused', async () => {
    const before = events(locked).length
    const registration = { email: 'ivan@example.com', name: 'Ivan', password: 'password' }
    await locked.anyone.post('/api/auth/register', registration).expect(400)
    expect(events(locked).slice(before)).toMatchObject([{ level: 40, event: 'password-refused', operation: 'registerUser', account: hash }])
  })

  test('429: an address that is locked out, of no account yet', async () => {
    await narrow.database.superuser('delete from rate_limits')
    await narrow.anyone.post('/api/auth/login', {}).expect(400)
    await narrow.anyone.post('/api/auth/login', {}).expect(429)
    const known = { level: 40, time: expect.any(Number), requestId: expect.any(String), msg: 'security event' }
    expect(events(narrow)).toEqual([{ ...known, event: 'sign-in-locked', operation: 'loginUser', address: hash }])
  })

  test('200: a session that is ended by a log-in beyond the quota of them, once', async () => {
    const judy = await small.register('judy')
    const before = events(small).length
    const credentials = { email: judy.email, password: passwordOf('judy') }
    await small.anyone.post('/api/auth/login', credentials).expect(200)
    expect(events(small).slice(before)).toMatchObject([{ event: 'signed-in' }])
    await small.anyone.post('/api/auth/login', credentials).expect(200)
    await judy.get('/api/me').expect(401)
    expect(events(small).slice(before + 1)).toMatchObject([
      { level: 40, event: 'session-revoked', operation: 'loginUser', account: hash },
      { level: 30, event: 'signed-in', operation: 'loginUser', account: hash },
    ])
  })

  test('403: a quota that is exceeded, in a request, and in a batch of which the rest is carried out', async () => {
    await small.alice.post('/api/me/tasks', { title: 'the first' }).expect(201)
    const before = events(small).length
    await small.alice.post('/api/me/tasks', { title: 'one too many' }).expect(403)
    const operations = [{ operationId: 'createTask', body: { title: 'one too many' } }, { operationId: 'listTags' }]
    for (const [atomic, status] of [
      [true, 403],
      [false, 200],
    ] as const) {
      await small.alice.post('/api/me/batch', { atomic, operations }).expect(status)
    }
    const line = (operation: string): object => ({ level: 40, event: 'quota-exceeded', operation, account: hash })
    expect(events(small).slice(before)).toMatchObject([line('createTask'), line('executeBatch'), line('executeBatch')])
  })

  test('204: a session that is ended, and an account that is deleted, but not in a dry run', async () => {
    const frank = await locked.register('frank')
    const grace = await locked.register('grace')
    const before = events(locked).length
    await frank.post('/api/auth/logout').expect(204)
    await grace.delete('/api/me').set('Prefer', 'dry-run').expect(204)
    await grace.delete('/api/me').expect(204)
    const lines = events(locked).slice(before)
    expect(lines).toMatchObject([
      { event: 'session-revoked', operation: 'logoutUser', account: hash },
      { event: 'account-deleted', operation: 'deleteUser', account: hash },
    ])
  })
})

describe('X-Request-Id', () => {
  test.each(['a', 'trace-1:2.3_4', randomUUID(), 'x'.repeat(128)])('%s is taken and given back', async (id) => {
    const { headers } = await service.alice.get('/api/me').set('X-Request-Id', id).expect(200)
    expect(headers['x-request-id']).toBe(id)
    expect(await linesOf(id)).toMatchObject([{ requestId: id }])
  })

  test.each(['', 'x'.repeat(129), 'two words', 'ümlaut', '{"level":50}', '<script>', 'a,b'])('%j is replaced', async (id) => {
    const { headers } = await service.alice.get('/api/me').set('X-Request-Id', Buffer.from(id).toString('latin1')).expect(200)
    expect(headers['x-request-id']).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  })

  test('a refusal has one too', async () => {
    const { headers } = await service.anyone.get('/%ZZ').set('X-Request-Id', 'refused-1').expect(400)
    expect(headers['x-request-id']).toBe('refused-1')
  })
})

test('no secret and nothing that a user wrote is ever in the log', async () => {
  const { alice, anyone } = service
  const words = [
    'word-in-a-title',
    'word-in-a-description',
    'word-in-a-name',
    'word-in-a-query',
    'word-in-a-path',
    'word-in-an-agent',
    'word-in-a-password',
    'word-in-an-address',
    'word-in-a-token',
    'word-in-a-body',
    'word-in-an-id',
    'word-in-an-error',
    'word-in-an-answer',
    'word-in-a-cursor',
    'word-in-a-preference',
    'word-in-a-subject',
  ]
  const email = 'word-in-an-address@example.com'
  const token = jwt.sign({ email, name: 'word-in-a-name' }, secret, { subject: 'word-in-a-subject', expiresIn: '1h' })
  const visitor = service.client({
    'Authorization': `Bearer ${token}`,
    'User-Agent': 'word-in-an-agent',
    'X-Request-Id': 'word-in-an-id and more',
  })
  const carol = { email, password: 'word-in-a-password', name: 'word-in-a-name' }

  const { body: session } = await anyone.post('/api/auth/register', carol).expect(201)
  await anyone.post('/api/auth/register', carol).expect(409)
  await anyone.post('/api/auth/login', { email, password: 'word-in-a-password' }).expect(200)
  await anyone.post('/api/auth/login', { email, password: 'word-in-a-password, the wrong one' }).expect(401)
  const { body: next } = await anyone.post('/api/auth/refresh', { refresh_token: session.refresh_token }).expect(200)
  await anyone.post('/api/auth/refresh', { refresh_token: next.refresh_token }).expect(200)
  await anyone.post('/api/auth/refresh', { refresh_token: session.refresh_token }).expect(401)
  const task = { title: 'word-in-a-title', description: 'word-in-a-description' }
  const { body: made } = await alice.post('/api/me/tasks?x=word-in-a-query', task).expect(201)
  await alice.put(`/api/me/tasks/${made.id}`, task).expect(200)
  await alice.post('/api/me/tasks', { ...task, title: 'word-in-a-title'.repeat(20) }).expect(400)
  await alice.get('/api/me/tasks?limit=word-in-a-query').expect(400)
  await alice.get('/api/me/tasks?cursor=word-in-a-cursor')
  await alice.get('/api/me/tasks/word-in-a-path').expect(400)
  await alice.get('/api/word-in-a-path/tasks').expect(403)
  await alice.get('/word-in-a-path').expect(404)
  await alice.get('/word-in-a-path?%ZZ=word-in-a-query').expect(400)
  await alice.get('/api/me/tasks?word-in-a-query=1').set('Prefer', 'handling=strict; word-in-a-preference').expect(400)
  await alice.post('/api/me/tasks').type('json').send('{"word-in-a-body": ').expect(400)
  await alice.post('/api/me/tasks').type('text/plain').send('word-in-a-body').expect(415)
  await anyone.get('/api/me/tasks').set('Authorization', 'Bearer word-in-a-token').expect(401)
  await anyone
    .get('/api/me/tasks')
    .set('Authorization', `Bearer ${token.slice(0, -4)}AAAA`)
    .expect(401)
  await visitor.get('/api/word-in-a-subject/tasks?access_token=word-in-a-token').expect(200)
  await visitor.post('/api/me/tasks', task).expect(201)
  await service.bob.delete('/api/me?x=word-in-a-query').expect(500)
  await service.bob.patch('/api/me', { name: 'word-in-a-name' }).expect(500)
  await leave(
    `POST /api/me/tasks HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${alice.token}\r\nX-Request-Id: gone\r\n` +
      'Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"title":"word-in-a-title',
  )
  await linesOf('gone')

  const log = JSON.stringify(service.log)
  const given: string[] = [session.token, session.refresh_token, next.refresh_token]
  const secrets = [...given, secret, token, alice.token, alice.refreshToken, alice.email, passwordOf('alice')]
  for (const word of [...words, ...secrets, ...secrets.flatMap((text) => text.split('.').filter((part) => part.length > 20))]) {
    expect(log).not.toContain(word)
  }
  expect(log).not.toContain('argon2')
})

/** Sends the beginning of a request, and goes away. */
function leave(beginning: string): Promise<void> {
  return new Promise((done, failed) => {
    const socket = connect(Number(new URL(service.url).port), '127.0.0.1', () => {
      socket.write(beginning, () => {
        socket.destroy()
        done()
      })
    })
    socket.on('error', failed)
  })
}
