import { describe, expect, test } from 'vitest'
import { testService } from '../support/service.ts'

const [app, admin, stranger] = ['https://app.example.com', 'http://localhost:5173', 'https://evil.example.com']

/** The names in a header that lists some. */
const names = (header = ''): string[] =>
  header
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .sort()

describe('with CORS_ORIGINS=https://app.example.com,http://localhost:5173', () => {
  const service = testService({ settings: { corsOrigins: [app, admin] } })
  const preflight = (origin: string, method = 'PATCH', headers = 'authorization,content-type') =>
    service.anyone.options('/api/me/tasks/1').set({ 'Origin': origin, 'Access-Control-Request-Method': method, 'Access-Control-Request-Headers': headers })

  test.each([app, admin])('200: %s reads the answer, credentials sent', async (origin) => {
    const { headers } = await service.alice.get('/api/me/tasks').set('Origin', origin).expect(200)
    expect(headers['access-control-allow-origin']).toBe(origin)
    expect(headers['access-control-allow-credentials']).toBe('true')
    expect(names(headers['vary'])).toContain('origin')
  })

  test.each([stranger, 'null', 'https://app.example.com.evil.example', 'http://app.example.com', 'https://app.example.com:8443', 'http://localhost:51733'])(
    '200: %s cannot read the answer',
    async (origin) => {
      const { headers } = await service.alice.get('/api/me/tasks').set('Origin', origin).expect(200)
      expect(headers).not.toHaveProperty('access-control-allow-origin')
      // A cache must not hand this answer to an origin that may read it, nor the other way round.
      expect(names(headers['vary'])).toContain('origin')
    },
  )

  test('401: a refusal can be read as well', async () => {
    const { headers } = await service.anyone.get('/api/me/tasks').set('Origin', app).expect(401)
    expect(headers['access-control-allow-origin']).toBe(app)
  })

  test('204: a preflight from a stranger allows nothing', async () => {
    const { headers } = await preflight(stranger)
    expect(headers).not.toHaveProperty('access-control-allow-origin')
  })

  test('204: a preflight asks for no token', async () => {
    const { headers, text } = await preflight(app).expect(204)
    expect(headers['access-control-allow-origin']).toBe(app)
    expect(headers['access-control-allow-credentials']).toBe('true')
    expect(text).toBe('')
  })

  test.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])('204: a preflight for %s', async (method) => {
    const { headers } = await preflight(app, method).expect(204)
    expect(names(headers['access-control-allow-methods'])).toContain(method.toLowerCase())
  })

  test('204: a preflight for every header that clients send', async () => {
    const wanted = ['authorization', 'content-type', 'idempotency-key', 'if-match', 'prefer']
    const { headers } = await preflight(app, 'POST', wanted.join(',')).expect(204)
    expect(names(headers['access-control-allow-headers'])).toEqual(wanted)
  })

  test('200: the headers that a script may read', async () => {
    const { headers } = await service.alice.get('/api/me/tasks').set('Origin', app).expect(200)
    const readable = [
      'etag',
      'ignored-fields',
      'ignored-parameters',
      'link',
      'location',
      'preference-applied',
      'retry-after',
      'www-authenticate',
      'x-request-id',
    ]
    expect(names(headers['access-control-expose-headers'])).toEqual(expect.arrayContaining(readable))
  })

  test('204: OPTIONS says what the resource takes', async () => {
    const { headers } = await service.anyone.options('/api/me/tasks/1').expect(204)
    expect(names(headers['allow'])).toEqual(['delete', 'get', 'head', 'options', 'patch', 'put'])
  })
})

describe('with CORS_ORIGINS=*', () => {
  const service = testService({ settings: { corsOrigins: ['*'] } })

  test('200: any origin reads the answer, without credentials', async () => {
    const { headers } = await service.alice.get('/api/me/tasks').set('Origin', stranger).expect(200)
    expect(headers['access-control-allow-origin']).toBe('*')
    expect(headers).not.toHaveProperty('access-control-allow-credentials')
  })

  test('204: a preflight allows no credentials either', async () => {
    const asked = { 'Origin': stranger, 'Access-Control-Request-Method': 'GET' }
    const { headers } = await service.anyone.options('/api/me/tasks').set(asked).expect(204)
    expect(headers['access-control-allow-origin']).toBe('*')
    expect(headers).not.toHaveProperty('access-control-allow-credentials')
  })
})

describe('with CORS_ORIGINS=*,https://app.example.com', () => {
  const service = testService({ settings: { corsOrigins: ['*', app] } })

  test('200: the star wins, so nobody sends credentials', async () => {
    const { headers } = await service.alice.get('/api/me/tasks').set('Origin', app).expect(200)
    expect(headers['access-control-allow-origin']).toBe('*')
    expect(headers).not.toHaveProperty('access-control-allow-credentials')
  })
})

describe('without CORS_ORIGINS, on a loopback HOST', () => {
  const service = testService({ settings: { corsOrigins: 'loopback' } })
  const ask = (origin: string) => service.anyone.get('/health/live').set('Origin', origin).expect(200)
  const refused = () => service.log.filter(({ setting }) => setting === 'CORS_ORIGINS')

  test.each(['http://localhost', 'http://localhost:5173', 'http://127.0.0.1:4200', 'http://[::1]:8081'])('200: %s reads the answer', async (origin) => {
    const { headers } = await ask(origin)
    expect(headers['access-control-allow-origin']).toBe(origin)
    expect(headers['access-control-allow-credentials']).toBe('true')
    expect(names(headers['vary'])).toContain('origin')
  })

  test.each(['http://localhost.example.com', 'http://127.0.0.1.example.com:80', 'https://evil.example.com', 'null'])(
    '200: %s cannot read the answer',
    async (origin) => expect((await ask(origin)).headers).not.toHaveProperty('access-control-allow-origin'),
  )

  test('403: tools are for the same origins', async () => {
    await service.alice.post('/mcp', {}).set('Origin', stranger).expect(403)
    await service.alice.post('/mcp', {}).set('Origin', 'http://127.0.0.1:5173').expect(400)
  })

  test('200: an origin that is refused is logged once, with the setting that would allow it', async () => {
    service.log.length = 0
    await ask('https://front-end.example.com:8443')
    await ask('https://front-end.example.com:8443')
    await ask('http://localhost:4321')
    expect(refused()).toEqual([
      {
        level: 40,
        time: expect.any(Number),
        origin: 'https://front-end.example.com:8443',
        setting: 'CORS_ORIGINS',
        msg: 'origin refused: to allow this front end, add it to CORS_ORIGINS',
      },
    ])
  })

  test('200: what is no origin is not repeated in the log, and a page of the service itself is not refused', async () => {
    service.log.length = 0
    for (const origin of ['hunter2 {"level":50}', `https://${'x'.repeat(300)}.example.com`]) await ask(origin)
    await service.anyone.get('/health/live').set({ Host: 'tasks.example.com', Origin: 'https://tasks.example.com' }).expect(200)
    expect(refused()).toMatchObject([{ origin: 'not an origin' }])
    expect(JSON.stringify(service.log)).not.toMatch(/hunter2|xxx/)
  })
})
