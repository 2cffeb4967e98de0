import { Client as EarlierClient } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport as EarlierTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { describe, expect, test } from 'vitest'
import { closeAfterwards, connect, latest, overHttp, overLines } from '../support/mcp.ts'
import { scriptOf } from '../support/personal-tokens.ts'
import { testService } from '../support/service.ts'

const service = testService()
closeAfterwards()

const earlier = ['2025-11-25', '2025-06-18', '2025-03-26']
const meta = (version: string): object => ({
  'io.modelcontextprotocol/protocolVersion': version,
  'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
})
const message = (method: string, params: object = {}, version = '2026-07-28'): object => ({
  jsonrpc: '2.0',
  id: 'a',
  method,
  params: { ...params, _meta: meta(version) },
})
const headers = (method: string, name?: string): Record<string, string> => ({
  'MCP-Protocol-Version': '2026-07-28',
  'Mcp-Method': method,
  ...(name !== undefined && { 'Mcp-Name': name }),
})
const ask = (method: string, params: object = {}, more: Record<string, string> = {}) =>
  service.client({ Authorization: `Bearer ${service.alice.token}`, ...headers(method), ...more }).post('/mcp', message(method, params))

describe.each([
  ['POST /mcp', overHttp],
  ['taskpact mcp', overLines],
])('%s', { timeout: 60_000 }, (_, transportTo) => {
  test('a client that insists on 2026-07-28 gets it, without a handshake', async () => {
    const { client, use } = await connect(transportTo(service.url, service.alice.token), latest)
    expect(client.getNegotiatedProtocolVersion()).toBe('2026-07-28')
    expect(await use('add_task', { title: 'Buy milk' })).toMatchObject({ title: 'Buy milk' })
  })

  test('a client that looks first takes 2026-07-28', async () => {
    const { client } = await connect(transportTo(service.url, service.alice.token), 'auto')
    expect(client.getNegotiatedProtocolVersion()).toBe('2026-07-28')
  })

  test('a client of an earlier revision gets the latest of those', async () => {
    const { client, use } = await connect(transportTo(service.url, service.alice.token), 'legacy')
    expect(client.getNegotiatedProtocolVersion()).toBe('2025-11-25')
    expect(await use('add_task', { title: 'Buy milk' })).toMatchObject({ title: 'Buy milk' })
  })
})

test("200: the client of the library's first major version", async () => {
  const client = new EarlierClient({ name: 'test', version: '1.0.0' })
  await client.connect(new EarlierTransport(new URL('/mcp', service.url), { requestInit: { headers: { Authorization: `Bearer ${service.alice.token}` } } }))
  try {
    const { content } = await client.callTool({ name: 'add_task', arguments: { title: 'Buy milk' } })
    expect(content).toEqual([{ type: 'text', text: expect.stringContaining('"title":"Buy milk"') }])
  } finally {
    await client.close()
  }
})

describe('revision 2026-07-28', () => {
  test('200: server/discover names the revision and the capabilities', async () => {
    const { body } = await ask('server/discover').expect(200)
    expect(body.result).toMatchObject({
      resultType: 'complete',
      supportedVersions: ['2026-07-28'],
      capabilities: { tools: {} },
      instructions: expect.stringContaining('next_cursor'),
      _meta: { 'io.modelcontextprotocol/serverInfo': { name: 'taskpact' } },
    })
  })

  test('200: tools/list may be cached by this client alone', async () => {
    const { body } = await ask('tools/list').expect(200)
    expect(body.result).toMatchObject({ resultType: 'complete', ttlMs: 300_000, cacheScope: 'private' })
    const { body: again } = await ask('tools/list').expect(200)
    expect(again).toEqual(body)
  })

  test('200: a call says which tool it is of, in a header too', async () => {
    const { body } = await ask('tools/call', { name: 'add_task', arguments: { title: 'Buy milk' } }, { 'Mcp-Name': 'add_task' }).expect(200)
    expect(body.result).toMatchObject({ resultType: 'complete', content: [{ type: 'text', text: expect.stringContaining('"title":"Buy milk"') }] })
  })

  test.each<[string, string, object, Record<string, string>, number, number]>([
    ['another method in the header', 'tools/list', {}, { 'Mcp-Method': 'tools/call' }, 400, -32_020],
    ['another tool in the header', 'tools/call', { name: 'list_tasks' }, { 'Mcp-Name': 'delete_task' }, 400, -32_020],
    ['no tool in the header', 'tools/call', { name: 'list_tasks' }, {}, 400, -32_020],
    ['another revision in the header', 'tools/list', {}, { 'MCP-Protocol-Version': '2025-11-25' }, 400, -32_020],
    ['a method that there is none of', 'prompts/list', {}, {}, 404, -32_601],
    ['a method of earlier revisions', 'ping', {}, {}, 404, -32_601],
    ['a subscription', 'subscriptions/listen', { notifications: {} }, {}, 404, -32_601],
    ['a tool that there is none of', 'tools/call', { name: 'x' }, { 'Mcp-Name': 'x' }, 200, -32_602],
    ['a cursor from elsewhere', 'tools/list', { cursor: 'abc' }, {}, 200, -32_602],
  ])('%s', async (_, method, params, more, status, code) => {
    const { body } = await ask(method, params, more).expect(status)
    expect(body).toMatchObject({ jsonrpc: '2.0', id: 'a', error: { code, message: expect.any(String) } })
    expect(body.error.data).toMatchObject({ type: expect.stringMatching(/^\/docs\/problems\//), status: expect.any(Number), instance: '/mcp' })
  })

  test('400: a revision to come, with the supported one', async () => {
    const asked = service.client({ 'Authorization': `Bearer ${service.alice.token}`, 'MCP-Protocol-Version': '2027-01-01', 'Mcp-Method': 'tools/list' })
    const { body } = await asked.post('/mcp', message('tools/list', {}, '2027-01-01')).expect(400)
    expect(body).toMatchObject({ id: 'a', error: { code: -32_022, data: { supported: ['2026-07-28'], requested: '2027-01-01', status: 400 } } })
  })

  test('202: a notification', async () => {
    const notification = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1, _meta: meta('2026-07-28') } }
    const client = service.client({ Authorization: `Bearer ${service.alice.token}`, ...headers('notifications/cancelled') })
    const { text } = await client.post('/mcp', notification).expect(202)
    expect(text).toBe('')
  })
})

describe('earlier revisions', () => {
  const plain = (method: string, params: object = {}): object => ({ jsonrpc: '2.0', id: 1, method, params })

  test.each([...earlier.map((version) => [version, version]), ['2024-11-05', '2025-11-25'], ['2026-07-28', '2025-11-25'], ['3000-01-01', '2025-11-25']])(
    '200: a client that speaks %s is answered in %s',
    async (protocolVersion, expected) => {
      const { body } = await service.alice
        .post('/mcp', plain('initialize', { protocolVersion, capabilities: {}, clientInfo: { name: 'test', version: '1' } }))
        .expect(200)
      expect(body.result).toMatchObject({ protocolVersion: expected, capabilities: { tools: {} }, serverInfo: { name: 'taskpact', title: 'Taskpact' } })
    },
  )

  test.each(earlier)('200: with MCP-Protocol-Version: %s', async (version) => {
    const { body } = await service
      .client({ 'Authorization': `Bearer ${service.alice.token}`, 'MCP-Protocol-Version': version })
      .post('/mcp', plain('tools/list'))
      .expect(200)
    expect(body.result.tools).not.toHaveLength(0)
    // What came with later revisions is not there.
    expect(body.result).not.toHaveProperty('resultType')
  })

  test('400: one that is too early, with the supported ones', async () => {
    const asked = service.client({ 'Authorization': `Bearer ${service.alice.token}`, 'MCP-Protocol-Version': '2024-11-05' })
    const { body } = await asked.post('/mcp', plain('tools/list')).expect(400)
    expect(body).toMatchObject({
      id: 1,
      error: { code: -32_022, data: { supported: earlier, requested: '2024-11-05', type: '/docs/problems/invalid-request' } },
    })
  })

  test('200: a batch of 2025-03-26, whose notifications get nothing', async () => {
    const cancel = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } }
    const list = { jsonrpc: '2.0', id: 2, method: 'tools/call', params: { name: 'list_lists' } }
    const { body } = await service.alice.post('/mcp', [plain('ping'), cancel, list]).expect(200)
    expect(body).toEqual([
      { jsonrpc: '2.0', id: 1, result: {} },
      { jsonrpc: '2.0', id: 2, result: { content: [expect.anything()] } },
    ])
    await service.alice.post('/mcp', [cancel]).expect(202)
  })

  test('200: a batch of which one call lacks its scope, which hides nothing that another has done', async () => {
    const script = await scriptOf(service, service.alice, ['tasks:write'])
    const call = (id: number, name: string, given: object): object => ({ jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: given } })
    const { body } = await script.post('/mcp', [call(1, 'add_task', { title: 'Buy milk' }), call(2, 'list_lists', {})]).expect(200)
    expect(body).toMatchObject([
      { id: 1, result: { content: [expect.anything()] } },
      { id: 2, result: { isError: true } },
    ])
    expect(JSON.stringify(body)).toContain('lists:read')
  })

  test.each<[string, object[]]>([
    ['an empty one', []],
    ['more than ten messages', Array.from({ length: 11 }, (_, id) => ({ jsonrpc: '2.0', id, method: 'ping' }))],
    ['a message of another revision', [message('tools/list')]],
    ['what is no message', [{}]],
  ])('400: of batches, %s', async (_, body) => {
    const { body: reply } = await service.alice.post('/mcp', body).expect(400)
    expect(reply).toMatchObject({ id: null, error: { code: -32_600, data: { type: '/docs/problems/invalid-request' } } })
  })

  test('400: a batch, in revisions without batches', async () => {
    const client = service.client({ 'Authorization': `Bearer ${service.alice.token}`, 'MCP-Protocol-Version': '2025-11-25' })
    await client.post('/mcp', [plain('ping')]).expect(400)
  })

  test('200: the results of a batch share the size of one', async () => {
    const { id } = service.bob
    await service.database.superuser(`insert into tasks (user_id, title, description) select ${id}, n::text, repeat('x', 1000) from generate_series(1, 900) n`)
    const calls = Array.from({ length: 4 }, (_, at) => ({
      jsonrpc: '2.0',
      id: at,
      method: 'tools/call',
      params: { name: 'list_tasks', arguments: { limit: 900 } },
    }))
    const { body, text } = await service.bob.post('/mcp', calls).expect(200)
    expect(Buffer.byteLength(text)).toBeLessThan(2_000_000)
    expect(body).toHaveLength(4)
    for (const { result } of body)
      expect(result).toMatchObject({ isError: true, content: [{ text: expect.stringMatching(/It may take 500000\. Call again/) }] })
  })
})
