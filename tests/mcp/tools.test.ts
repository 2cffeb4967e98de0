import type { Tool } from '@modelcontextprotocol/client'
import { beforeAll, describe, expect, test } from 'vitest'
import { loadContract } from '../../src/contract/contract.ts'
import { closeAfterwards, connect, latest, overHttp, overLines } from '../support/mcp.ts'
import type { Tools } from '../support/mcp.ts'
import { testService } from '../support/service.ts'

const service = testService()
closeAfterwards()

type Task = { id: number; title: string; completed: boolean; version: number }
type Page = { items: Task[]; next_cursor?: string }

describe.each([
  ['POST /mcp', overHttp, latest],
  ['taskpact mcp, of 2025-11-25', overLines, 'legacy'],
] as const)('%s', (_, transportTo, mode) => {
  let alice: Tools
  let bob: Tools
  let tools: Tool[]

  beforeAll(async () => {
    alice = await connect(transportTo(service.url, service.alice.token), mode)
    bob = await connect(transportTo(service.url, service.bob.token), mode)
    ;({ tools } = await alice.client.listTools())
  })

  const titled = (title: string): Promise<Task> => alice.use('add_task', { title }) as Promise<Task>

  test('says what it is', () => {
    expect(alice.client.getServerVersion()).toMatchObject({ name: 'taskpact', version: loadContract().document.info.version })
    expect(alice.client.getServerCapabilities()).toEqual({ tools: {} })
    expect(alice.client.getInstructions()).toContain('next_cursor')
  })

  test('has a tool for each operation of a user but the batch, the export, the stream, webhooks, sessions and tokens, and for PUT and PATCH of one path one', () => {
    const { document } = loadContract()
    const names: Record<string, string> = { createTask: 'add_task', patchTask: 'update_task', undoChange: 'undo' }
    const expected = Object.entries(document.paths).flatMap(([path, { get, put, post, patch, delete: remove }]) => {
      if (
        !path.startsWith('/api/{user_id}/') ||
        /^\/api\/\{user_id\}\/(?:batch$|export$|events|webhook|password|email|verification|sessions|tokens)/.test(path)
      )
        return []
      const ids = [get, patch ?? put, post, remove].flatMap((operation) => operation?.operationId ?? [])
      return ids.map((id) => names[id] ?? id.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`))
    })
    expect(tools.map(({ name }) => name).sort()).toEqual(expected.sort())
    expect(expected).toEqual(expect.arrayContaining(['add_task', 'list_tasks', 'complete_task', 'delete_task', 'update_task']))
  })

  test('has inputs of the path, the query, the body and two headers, without the user', () => {
    const schemaOf = (name: string) => tools.find((tool) => tool.name === name)?.inputSchema
    expect(Object.keys(schemaOf('update_task')?.properties ?? {})).toEqual(expect.arrayContaining(['id', 'if_match', 'idempotency_key', 'title', 'completed']))
    expect(schemaOf('update_task')?.required).toEqual(['id'])
    expect(schemaOf('add_task')?.required).toEqual(['title'])
    expect(Object.keys(schemaOf('list_tasks')?.properties ?? {})).toEqual(expect.arrayContaining(['limit', 'cursor']))
    expect(JSON.stringify(tools)).not.toMatch(/"\$ref"|"x-|`/)
    for (const { inputSchema } of tools) expect(inputSchema.properties).not.toHaveProperty('user_id')
  })

  test('take under 6,000 tokens of a model, and say nothing of HTTP', () => {
    // As two tokenizers count them, 4,800 at 20 KB: four bytes are a token.
    expect(Buffer.byteLength(JSON.stringify(tools))).toBeLessThan(23_000)
    for (const { title, description, outputSchema } of tools) {
      expect(outputSchema).toBeUndefined()
      expect(`${title} ${description}`).not.toMatch(/header|HTTP|\b[2-5]\d\d\b|request|response|Link\b|ETag/)
      expect(description?.length).toBeLessThan(250)
    }
  })

  test('hints at what only reads, what replaces or removes, and what may be repeated', () => {
    const hintsOf = (name: string) => tools.find((tool) => tool.name === name)?.annotations
    expect(hintsOf('list_tasks')).toMatchObject({ readOnlyHint: true, destructiveHint: false, idempotentHint: true })
    expect(hintsOf('add_task')).toMatchObject({ readOnlyHint: false, destructiveHint: false, idempotentHint: false })
    expect(hintsOf('restore_task')).toMatchObject({ readOnlyHint: false, destructiveHint: false, idempotentHint: true })
    expect(hintsOf('update_task')).toMatchObject({ readOnlyHint: false, destructiveHint: true, idempotentHint: false })
    expect(hintsOf('complete_task')).toMatchObject({ readOnlyHint: false, destructiveHint: true, idempotentHint: false })
    expect(hintsOf('move_task')).toMatchObject({ readOnlyHint: false, destructiveHint: true, idempotentHint: true })
    expect(hintsOf('delete_task')).toMatchObject({ readOnlyHint: false, destructiveHint: true, idempotentHint: true })
  })

  test('add_task adds a task, which REST shows', async () => {
    const task = await titled('Buy milk')
    const { body } = await service.alice.get(`/api/me/tasks/${task.id}`).expect(200)
    expect(body).toEqual(task)
  })

  test('list_tasks gives a page, and where the next one starts', async () => {
    await titled('One')
    await titled('Two')
    const first = (await alice.use('list_tasks', { limit: 1 })) as Page
    expect(first.items).toHaveLength(1)
    const second = (await alice.use('list_tasks', { limit: 1000, cursor: first.next_cursor })) as Page
    expect(second).not.toHaveProperty('next_cursor')
    const { body } = await service.alice.get('/api/me/tasks').expect(200)
    expect([...first.items, ...second.items]).toEqual(body)
  })

  test('list_tasks gives no more than two megabytes, and says with which limit they fit', async () => {
    const { id } = service.bob
    await service.database.superuser(`
      delete from tasks where user_id = ${id};
      insert into tasks (user_id, title, description) select ${id}, n::text, repeat('"', 1000) from generate_series(1, 500) n`)
    await service.bob.get('/api/me/tasks').expect(200)
    const text = await bob.refused('list_tasks')
    expect(text).toMatch(/^The request is too costly \(400\)\n/)
    const limit = Number(/Call again with a limit of (\d+)\.$/.exec(text)?.[1])
    const { items, next_cursor } = (await bob.use('list_tasks', { limit })) as Page
    expect(items).toHaveLength(limit)
    expect(limit).toBeGreaterThan(250)
    expect(next_cursor).toEqual(expect.any(String))
    const call = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'list_tasks', arguments: { limit } } }
    expect(Buffer.byteLength((await service.bob.post('/mcp', call).expect(200)).text)).toBeLessThanOrEqual(2_000_000)
    await service.database.superuser(`delete from tasks where user_id = ${id}`)
  })

  test('update_task changes what is given', async () => {
    const { id } = await titled('Buy milk')
    const changed = await alice.use('update_task', { id, title: 'Buy oat milk', due: { date: '2026-11-21' } })
    expect(changed).toMatchObject({ id, title: 'Buy oat milk', due: { date: '2026-11-21' }, version: 2 })
  })

  test('complete_task completes, reopens, and toggles', async () => {
    const { id } = await titled('Buy milk')
    expect(await alice.use('complete_task', { id, completed: true })).toMatchObject({ completed: true })
    expect(await alice.use('complete_task', { id, completed: false })).toMatchObject({ completed: false })
    expect(await alice.use('complete_task', { id })).toMatchObject({ completed: true })
  })

  test('delete_task moves it to the trash, and says so', async () => {
    const { id } = await titled('Buy milk')
    expect(await alice.use('delete_task', { id })).toBe('The task is in the trash.')
    await service.alice.get(`/api/me/tasks/${id}`).expect(404)
    expect(await alice.use('restore_task', { id })).toMatchObject({ id, title: 'Buy milk' })
  })

  test('if_match keeps from overwriting a change', async () => {
    const { id } = await titled('Buy milk')
    await alice.use('update_task', { id, title: 'Buy oat milk', if_match: '"1"' })
    const text = await alice.refused('update_task', { id, title: 'Buy soy milk', if_match: '"1"' })
    expect(text).toMatch(/^Precondition failed \(412\)\n.*\n- if_match: is not the current version$/)
  })

  test('merge makes a change where others have changed something else', async () => {
    const { id } = await titled('Buy milk')
    await alice.use('update_task', { id, title: 'Buy oat milk' })
    const change = { id, if_match: '"1"', priority: 'low' }
    expect(await alice.refused('update_task', { ...change, merge: false })).toMatch(/^Precondition failed/)
    expect(await alice.refused('update_task', { ...change, merge: 'yes' })).toMatch(/^- merge: must be true or false$/m)
    expect(await alice.use('update_task', { ...change, merge: true })).toMatchObject({ title: 'Buy oat milk', priority: 'low' })
    const text = await alice.refused('update_task', { id, if_match: '"1"', title: 'Buy bread', merge: true })
    expect(text).toMatch(/\(409\)\n.*\n- title: was changed since, from "Buy milk" to "Buy oat milk"$/)
  })

  test('idempotency_key keeps from doing a thing twice', async () => {
    const given = { title: 'Once', idempotency_key: crypto.randomUUID() }
    expect(await alice.use('add_task', given)).toEqual(await alice.use('add_task', given))
  })

  test.each<[string, string, object, RegExp]>([
    ['a field', 'add_task', { title: ' ' }, /^- title: must not be blank/m],
    ['a field that is missing', 'add_task', {}, /^- title: is required$/m],
    ['a field further down', 'add_task', { title: 'x', due: { date: 'tomorrow' } }, /^- due\/date: must be a date/m],
    ['an unknown field further down', 'add_task', { title: 'x', due: { day: '2026-11-21' } }, /^- due\/day: is not a field/m],
    ['an unknown input', 'add_task', { titel: 'x' }, /^- titel: is not an input of this tool$/m],
    ['an id that is missing', 'delete_task', {}, /^- id: is required$/m],
    ['an id that is no number', 'delete_task', { id: 'milk' }, /^- id: must be an integer$/m],
    ['a parameter of the query', 'list_tasks', { limit: 0 }, /^- limit: must be >= 1$/m],
    ['a header', 'update_task', { id: 1, title: 'x', if_match: '3' }, /^- if_match: must be an ETag in double quotes/m],
    ['a user', 'list_tasks', { user_id: 2 }, /^- user_id: is not an input of this tool$/m],
  ])('an error names %s', async (_what, name, given, expected) => {
    const text = await alice.refused(name, given)
    expect(text).toMatch(/^The request does not match the contract \(400\)\n/)
    expect(text).toMatch(expected)
  })

  test("another user's task is out of reach", async () => {
    const { id } = await titled('A secret')
    for (const name of ['get_task', 'update_task', 'complete_task', 'delete_task', 'purge_task', 'restore_task']) {
      expect(await bob.refused(name, name === 'update_task' ? { id, title: 'x' } : { id })).toMatch(/^Not found \(404\)\n/)
    }
    expect(JSON.stringify(await bob.use('list_tasks'))).not.toContain('A secret')
    expect(await alice.use('get_task', { id })).toMatchObject({ title: 'A secret', version: 1 })
  })

  test.each(['', '.', '..', '/', '../..', '?', '1/../..', '%2e%2e', '\0', '\ud800', 'me', null, {}, true, -1, 1.5, 1e300])(
    'an id such as %j reaches no other operation, and is no fault of ours',
    async (id) => {
      const { id: deleted } = await titled('In the trash')
      await alice.use('delete_task', { id: deleted })
      for (const name of ['purge_task', 'delete_list', 'get_task']) expect(await alice.outcome(name, { id })).toMatch(/\(40[04]\)|"status":400/)
      expect(await alice.use('restore_task', { id: deleted })).toMatchObject({ title: 'In the trash' })
    },
  )

  test('no input of any tool brings about a fault of ours', { timeout: 180_000 }, async () => {
    const hostile = ['', '\0', '\ud800', '😀'.repeat(300), '\r\nX-Evil: 1', '{{', null, [], [[]], {}, { __proto__: null }, -0, 9e15, true, '__proto__']
    const calls: [name: string, given: object][] = []
    for (const { name, inputSchema } of tools) {
      const needed = { id: 1, title: 'x', name: 'x' }
      const usual = Object.entries(needed).filter(([input]) => inputSchema.required?.includes(input))
      const inputs = [...Object.keys(inputSchema.properties ?? {}), '__proto__', 'constructor']
      // Each value once by itself, in one input after the other, and each input once.
      for (let turn = 0; turn < Math.max(inputs.length, hostile.length); turn += 1) {
        const [input = '', value] = [inputs[turn % inputs.length], hostile[turn % hostile.length]]
        calls.push([name, Object.fromEntries([...usual, [input, value]])])
      }
      for (const value of hostile) {
        const known = inputs.slice(0, -2).map((input): [string, unknown] => [input, value])
        calls.push([name, Object.fromEntries([...known, ...usual])])
      }
    }
    expect(calls.length).toBeGreaterThan(500)
    const faults: unknown[] = []
    const goOn = async (): Promise<void> => {
      for (let call = calls.shift(); call; call = calls.shift()) {
        const text = await bob.outcome(...call)
        if (/\(5\d\d\)|"status":5|does not respond/.test(text)) faults.push([...call, text])
      }
    }
    await Promise.all(Array.from({ length: 8 }, goOn))
    expect(faults).toEqual([])
    expect(service.log.filter(({ status }) => Number(status) >= 500)).toEqual([])
  })

  test('a tool that there is none of', async () => {
    await expect(alice.client.callTool({ name: 'execute_batch', arguments: {} })).rejects.toMatchObject({
      code: -32_602,
      message: expect.stringContaining('Unknown tool "execute_batch"'),
    })
  })

  test('many calls at once', async () => {
    const tasks = await Promise.all(Array.from({ length: 20 }, (_none, index) => titled(`Task ${index}`)))
    expect(new Set(tasks.map(({ id }) => id)).size).toBe(20)
  })
})
