import { describe, expect, test } from 'vitest'
import { clientOf, start, testService } from '../support/service.ts'
import type { Client } from '../support/service.ts'
import { frontEndUser } from '../support/front-end.ts'
import { closeAfterwards, connect, latest, overHttp } from '../support/mcp.ts'
import { bearer, exchange, withBody } from '../support/raw.ts'

const service = testService()
closeAfterwards()

const message = (method: string, params: object = {}): object => ({ jsonrpc: '2.0', id: 1, method, params })
const list = message('tools/list')
const call = (name: string, given: unknown = {}): object => message('tools/call', { name, arguments: given })
/** The value in the text of a result. */
const taskIn = (body: { result: { content: [{ text: string }] } }): unknown => JSON.parse(body.result.content[0].text)
const asAlice = (headers: Record<string, string>): Client => service.client({ Authorization: `Bearer ${service.alice.token}`, ...headers })

describe('POST /mcp: who may', () => {
  test.each([
    ['no token', {}],
    ['a bad one', { Authorization: 'Bearer nonsense' }],
  ])('401: %s', async (_, headers) => {
    const { body, headers: answered } = await service.client(headers).post('/mcp', list).expect(401)
    expect(body).toMatchObject({ jsonrpc: '2.0', id: null, error: { code: -32_000, data: { type: '/docs/problems/unauthenticated', status: 401 } } })
    expect(answered['content-type']).toBe('application/json')
    expect(answered['www-authenticate']).toMatch(/^Bearer realm="taskpact"/)
  })

  test("401: MCP's own client is told so", async () => {
    await expect(connect(overHttp(service.url, 'nonsense'), latest)).rejects.toThrow(/401|Unauthorized/i)
  })

  test.each([
    ['the list of tools', list],
    ['a tool', call('list_tasks')],
    ['a tool, with a fault', call('get_task', { id: 'x' })],
    ['a tool, with an unknown input', call('get_task', { task: 1 })],
    ['a tool that there is none of', call('x')],
    ['a notification', { jsonrpc: '2.0', method: 'notifications/initialized' }],
  ])('401: a session that is over, for %s', async (_, asked) => {
    const carol = await service.register(`carol-${crypto.randomUUID()}`)
    expect((await carol.post('/mcp', asked)).status).toBeLessThan(300)
    await carol.post('/api/auth/logout').expect(204)
    await carol.post('/mcp', asked).expect(401)
  })

  test('200: a user of a front end, whose account is made on the way', async () => {
    const { body } = await frontEndUser(service, 'front-end-user')
      .post('/mcp', call('add_task', { title: 'Buy milk' }))
      .expect(200)
    expect(taskIn(body)).toMatchObject({ title: 'Buy milk' })
  })

  test('403: a page of an origin that is not allowed', async () => {
    const { body } = await asAlice({ Origin: 'https://evil.example' }).post('/mcp', list).expect(403)
    expect(body.error).toMatchObject({ code: -32_000, data: { type: '/docs/problems/origin-refused' } })
    await service.anyone.get(body.error.data.type).expect(200)
  })

  test('200: a page of one that is', async () => {
    const { headers } = await asAlice({ Origin: 'http://localhost:3000' }).post('/mcp', list).expect(200)
    expect(headers['access-control-allow-origin']).toBe('http://localhost:3000')
  })

  test('204: it may ask first', async () => {
    const asked = {
      'Origin': 'http://localhost:3000',
      'Access-Control-Request-Method': 'POST',
      'Access-Control-Request-Headers': 'authorization,content-type,mcp-protocol-version',
    }
    const { headers } = await service.client(asked).options('/mcp').expect(204)
    expect(headers['access-control-allow-headers']).toBe(asked['Access-Control-Request-Headers'])
    expect(headers['access-control-allow-methods']).toContain('POST')
  })
})

describe('POST /mcp: what it takes', () => {
  test.each(['get', 'delete', 'put', 'patch'] as const)('405: %s, as there are no streams and no sessions', async (method) => {
    const { body, headers } = await service.alice[method]('/mcp').expect(405)
    expect(headers['allow']).toBe('OPTIONS, POST')
    expect(body.error).toMatchObject({ code: -32_000, data: { type: '/docs/problems/method-not-allowed' } })
  })

  test.each(['/mcp', '/mcp/', '/mcp?session=1'])('200: at %s', async (path) => {
    const { headers } = await service.alice.post(path, message('ping')).expect(200, { jsonrpc: '2.0', id: 1, result: {} })
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' })
    expect(headers).not.toHaveProperty('mcp-session-id')
  })

  const namesAt = async (path: string): Promise<string[]> => {
    const { body } = await service.alice.post(path, list).expect(200)
    const tools: { name: string }[] = body.result.tools
    return tools.map(({ name }) => name)
  }

  test('200: the tools that the URL chooses, and no others', async () => {
    expect(await namesAt('/mcp?tools=add_task,list_tasks')).toEqual(['list_tasks', 'add_task'])
    expect(await namesAt('/mcp?tools=add_task,list_tasks&read_only=true')).toEqual(['list_tasks'])
    expect(await namesAt('/mcp?read_only=true')).toContain('get_stats')
    expect(await namesAt('/mcp?read_only=false')).toEqual(await namesAt('/mcp'))
    const { body } = await service.alice.post('/mcp?read_only=true', call('add_task', { title: 'x' })).expect(200)
    expect(body.error).toMatchObject({ code: -32_602, message: expect.stringContaining('Unknown tool "add_task"') })
  })

  test.each([
    ['/mcp?tools=add_task,dance', 'tools', /There is no tool "dance"\. The tools are: list_tasks, /],
    ['/mcp?read_only=yes', 'read_only', /must be true or false/],
  ])('400: %s', async (path, parameter, detail) => {
    const { body } = await service.alice.post(path, list).expect(400)
    await service.anyone.post(path, list).expect(401)
    expect(body).toMatchObject({ error: { code: -32_600, data: { errors: [{ parameter, detail: expect.stringMatching(detail) }] } } })
  })

  test.each(['/mcp/tools', '/mcpx', '/MCP'])('404: %s', async (path) => {
    await service.alice.post(path, list).expect(404)
  })

  test('202: a notification, with nothing in the answer', async () => {
    const { text } = await service.alice.post('/mcp', { jsonrpc: '2.0', method: 'notifications/initialized' }).expect(202)
    expect(text).toBe('')
  })

  test('202: an answer to what was never asked', async () => {
    await service.alice.post('/mcp', { jsonrpc: '2.0', id: 1, result: {} }).expect(202)
  })

  test('202: a call that wants no answer is not carried out', async () => {
    await service.alice.post('/mcp', { jsonrpc: '2.0', method: 'tools/call', params: { name: 'add_task', arguments: { title: 'Unwanted' } } }).expect(202)
    const { body } = await service.alice.get('/api/me/tasks').expect(200)
    expect(JSON.stringify(body)).not.toContain('Unwanted')
  })

  test.each([
    ['no JSON', '{"jsonrpc":', 'application/json', 400, -32_700],
    ['nothing', '', 'application/json', 400, -32_700],
    ['half a surrogate pair', String.raw`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"\ud800"}}`, 'application/json', 400, -32_700],
    ['another type', 'ping', 'text/plain', 415, -32_000],
    ['more than 100 KB', JSON.stringify('x'.repeat(102_400)), 'application/json', 413, -32_000],
    ['what is nested too deep', '['.repeat(1_000) + ']'.repeat(1_000), 'application/json', 400, -32_700],
  ])('%s: an error with the problem', async (_, body, type, status, code) => {
    const answer = await exchange(service.url, withBody('POST /mcp HTTP/1.1', Buffer.from(body), bearer(service.alice.token), `Content-Type: ${type}`))
    expect(answer.status).toBe(status)
    expect(JSON.parse(answer.body)).toMatchObject({ jsonrpc: '2.0', id: null, error: { code, data: { status, instance: '/mcp' } } })
  })

  test.each<[string, object]>([
    ['nothing of JSON-RPC', {}],
    ['another version of it', { ...list, jsonrpc: '1.0' }],
    ['a method that is no text', { ...list, method: 1 }],
    ['an invalid id', { ...list, id: {} }],
    ['an id of null', { ...list, id: null }],
    ['parameters that are a list', { ...list, params: [] }],
  ])('400: %s', async (_, body) => {
    const { body: reply } = await service.alice.post('/mcp', body).expect(400)
    expect(reply).toMatchObject({ jsonrpc: '2.0', error: { code: -32_600, data: { type: '/docs/problems/invalid-request', status: 400 } } })
  })

  test.each<[string, object, number]>([
    ['a method that there is none of', message('resources/list'), -32_601],
    ['a method of objects', message('__proto__'), -32_601],
    ['a tool that there is none of', call('constructor'), -32_602],
    ['a tool without a name', message('tools/call'), -32_602],
    ['a cursor from elsewhere', message('tools/list', { cursor: 'abc' }), -32_602],
    ['arguments that are a list', call('list_tasks', ['x']), -32_602],
    ['arguments that are a string', call('list_tasks', 'x'), -32_602],
  ])('200: %s, an error of the protocol', async (_, body, code) => {
    const { body: reply } = await service.alice.post('/mcp', body).expect(200)
    expect(reply).toMatchObject({ jsonrpc: '2.0', id: 1, error: { code, data: { type: expect.stringMatching(/^\/docs\/problems\//), instance: '/mcp' } } })
  })
})

describe('POST /mcp: a call is a request like any', () => {
  test('in the log and the metrics, by its own status', async () => {
    const { headers } = await service.alice.post('/mcp', call('get_task', { id: 999_999 })).expect(200)
    const lines = service.log.filter(({ requestId }) => requestId === headers['x-request-id'])
    expect(lines).toContainEqual(expect.objectContaining({ operation: 'getTask', user: service.alice.id, status: 404 }))
    expect(lines).toContainEqual(expect.objectContaining({ operation: 'none', user: service.alice.id, status: 200 }))
    const { text } = await service.anyone.get('/metrics').expect(200)
    expect(text).toMatch(/taskpact_requests_total\{operation="getTask",status="404"\} \d/)
  })

  test('for the limit, as is every other message', async () => {
    const strict = await start({ settings: { limits: { perUser: 4, databaseMsPerRequest: 1_000_000, signInsPerAccount: 100, signInsPerAddress: 100 } } })
    try {
      const { post } = strict.alice
      await post('/mcp', list).expect(200)
      await post('/mcp', call('list_tasks')).expect(200)
      await post('/mcp', call('no_such_tool')).expect(200)
      await strict.alice.get('/api/me/tasks').expect(200)
      const { body } = await post('/mcp', call('list_tasks')).expect(200)
      expect(body.result).toMatchObject({ isError: true, content: [{ text: expect.stringMatching(/^Rate limit exceeded \(429\)\n.*\nWait \d+ s before/) }] })
      const { body: refused, headers } = await post('/mcp', list).expect(429)
      expect(refused).toMatchObject({ id: 1, error: { code: -32_000, data: { type: '/docs/problems/too-many-requests' } } })
      expect(headers['retry-after']).toMatch(/^\d+$/)
    } finally {
      await strict.running.stop(true)
      await strict.database.drop()
    }
  })

  test('and takes one place, so that where there is one it can be carried out', async () => {
    const narrow = await start({ settings: { maxInFlight: 1 } })
    try {
      const alice = clientOf(narrow.url, { Authorization: `Bearer ${narrow.alice.token}` })
      const { body } = await alice.post('/mcp', call('add_task', { title: 'Buy milk' })).expect(200)
      expect(taskIn(body)).toMatchObject({ title: 'Buy milk' })
    } finally {
      await narrow.running.stop(true)
      await narrow.database.drop()
    }
  })
})
