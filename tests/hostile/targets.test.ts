import { describe, expect, test } from 'vitest'
import { expectInvalid, expectProblem, staysUp } from '../support/problems.ts'
import { bearer, exchange, head } from '../support/raw.ts'
import type { RawAnswer } from '../support/raw.ts'
import { testService } from '../support/service.ts'

const service = testService()
staysUp(service)

const kinds = { 400: 'invalid-request', 403: 'forbidden', 404: 'not-found' } as const
const ask = (line: string): Promise<RawAnswer> => exchange(service.url, head(`${line} HTTP/1.1`, bearer(service.alice.token)))

describe('a target in absolute form', () => {
  const origins = ['http://localhost', 'HTTP://LOCALHOST', 'https://elsewhere:99', 'http://me@x']
  const targets = origins.map((origin) => `${origin}/api/me/tasks`)

  test.each(targets)('200: %s is its path', async (target) => {
    expect(await ask(`GET ${target}`)).toMatchObject({ status: 200, body: '[]' })
  })

  test.each(targets)('401: %s without a token', async (target) => {
    expectProblem(await exchange(service.url, head(`GET ${target} HTTP/1.1`)), 401, 'unauthenticated')
  })

  test('400: what it asks is validated', async () => {
    const problem = expectInvalid(await ask('GET http://elsewhere/api/me/tasks?limit=0'))
    expect(problem).toMatchObject({ instance: '/api/me/tasks', errors: [{ parameter: 'limit' }] })
  })

  test.each(['http://', 'http://[/api/me/tasks', 'http://[::1/api/me/tasks', 'ftp://localhost/api/me/tasks', 'ftp://[/'])(
    '400: %s, which is no URL of ours',
    async (target) => {
      expectInvalid(await ask(`GET ${target}`))
    },
  )

  test('404: no path', async () => {
    expectProblem(await ask('GET http://localhost'), 404, 'not-found')
  })
})

describe('a path', () => {
  test.each(['/api/me/tasks/', '/api/%6De/tasks', '/api/me/tasks?'])('200: %s is /api/me/tasks', async (target) => {
    expect(await ask(`GET ${target}`)).toMatchObject({ status: 200, body: '[]' })
  })

  test.each([
    [400, '/api/me/tasks#'],
    [400, '/api/me/tasks#/health/live'],
    [400, '/health/live#fragment'],
    [400, '/api/me/tasks/%ZZ'],
    [400, '/api/%ZZ/tasks'],
    [400, '/api/me/%74asks'],
    [400, '/%61pi/me/tasks'],
    [400, '/%6Detrics'],
    [400, '/openapi%2Ejson?x=1'],
    [400, '/%'],
    [400, '/api/me%00/tasks'],
    [400, '/api/me/tasks/1%00'],
    [400, '/api/%FF/tasks'],
    [400, '/api/%C0%AF/tasks'],
    [400, '/api/%ED%A0%80/tasks'],
    [400, '/api/\xff/tasks'],
    [400, '/api/me/tasks/1\xff'],
    [400, '/api/me/tasks/\t'],
    [400, '/api/me /tasks'],
    [400, 'api/me/tasks'],
    [400, '/api/me/tasks/%2e%2e'],
    [403, '/api/me%2Ftasks'],
    [403, '/api/ME/tasks'],
    [403, `/api/%0d%0aX-Evil:%201/tasks`],
    [404, '//api/me/tasks'],
    [404, '/api//me/tasks'],
    [404, '/api/me//tasks'],
    [404, '/api/me/tasks//'],
    [404, '/api%2Fme%2Ftasks'],
    [404, '/API/me/tasks'],
    [404, '/api/me/TASKS'],
    [404, '/DOCS'],
    [404, '/api/me/./tasks'],
    [404, '/api/bob/../me/tasks'],
    [404, '/api/me/tasks;v=1'],
    [404, '/api\\me\\tasks'],
    [404, '/..//../etc/passwd'],
    [404, '/__proto__/constructor'],
  ] as const)('%i: %j', async (status, target) => {
    expectProblem(await ask(`GET ${target}`), status, kinds[status])
  })

  test.each([
    [400, 'quotes, each of which takes three characters in a URI', `/api/me/tasks/${'"'.repeat(12_000)}`],
    [403, 'someone else', `/api/${'a'.repeat(12_000)}/tasks`],
    [404, 'segments', `/${'a/'.repeat(6_000)}`],
  ] as const)('%i: 12 KB of %s', async (status, _what, target) => {
    expectProblem(await ask(`GET ${target}`), status, kinds[status])
  })

  test.each(['0', '-1', '01', '1e3', '0x10', '%205', '1%20', '+1', '1.0', '9007199254740993', '9223372036854775808', 'NaN', '%EF%BC%91', '__proto__'])(
    '400: the task %s',
    async (id) => {
      expect(expectInvalid(await ask(`GET /api/me/tasks/${id}`)).errors).toMatchObject([{ parameter: 'id' }])
    },
  )
})

describe('a method', () => {
  test('204: OPTIONS *', async () => {
    expect(await ask('OPTIONS *')).toMatchObject({ status: 204, body: '' })
  })

  test.each(['GET', 'POST', 'DELETE', 'TRACE'])('400: %s *', async (method) => {
    expectInvalid(await ask(`${method} *`))
  })

  test.each(['GET', 'POST', 'OPTIONS'])('400: %s with a target in authority form', async (method) => {
    expectInvalid(await ask(`${method} localhost:80`))
  })

  test.each(['localhost:80', '/api/me/tasks', '*'])('405: CONNECT %s', async (target) => {
    const answer = await ask(`CONNECT ${target}`)
    expectProblem(answer, 405, 'method-not-allowed')
    expect(answer.headers['connection']).toBe('close')
  })

  test.each(['TRACE', 'PROPFIND', 'QUERY', 'PURGE', 'M-SEARCH', 'LOCK', 'PUT', 'DELETE', 'PATCH'])('405: %s /api/me/tasks', async (method) => {
    const answer = await ask(`${method} /api/me/tasks`)
    expectProblem(answer, 405, 'method-not-allowed')
    expect(answer.headers['allow']).toBe('GET, HEAD, OPTIONS, POST')
  })

  test.each(['FOO', 'get', 'GETGET', '__proto__', 'GET\0', ''])('400: the method %j', async (method) => {
    expectInvalid(await ask(`${method} /api/me/tasks`))
  })

  test('400: HEAD has the headers of a problem, and no body', async () => {
    const answer = await ask('HEAD /api/me/tasks?limit=0')
    expect(answer).toMatchObject({ status: 400, body: '', headers: { 'content-type': 'application/problem+json' } })
  })

  test('405: a method is not taken from a header', async () => {
    const created = await service.alice.post('/api/me/tasks', { title: 'stays' }).expect(201)
    for (const name of ['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override']) {
      const { body } = await service.alice.post(`/api/me/tasks/${created.body.id}`, {}).set(name, 'DELETE').expect(405)
      expect(body.type).toBe('/docs/problems/method-not-allowed')
    }
    await service.alice.get(`/api/me/tasks/${created.body.id}`).expect(200)
    await service.alice.delete(`/api/me/tasks/${created.body.id}`).expect(204)
  })
})
