// What each operation costs with the worst data that the contract allows. COST_TASKS=100000 takes more tasks; COST_TABLE=1 prints a table.
import { randomUUID } from 'node:crypto'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Test } from 'supertest'
import { isOfAccount } from '../../src/conformance/valid-request.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OperationId } from '../../src/generated/operation-ids.ts'
import { heavyUser } from '../support/heavy-user.ts'
import type { Heavy } from '../support/heavy-user.ts'
import { testService } from '../support/service.ts'
import { operationOf, operations, send, validRequest } from '../support/valid-request.ts'

const tasks = Number(process.env['COST_TASKS'] ?? 5_000)
// A page or a batch, and what stands around it.
const maxBytes = 2_100_000
// A page of 1,000 and one more; of a thousand subtasks, each as often as it is read or written.
const maxRows = 5_000
// Each task that a change writes, with what is found to do so.
const maxRowsOfChange = 20 * maxRows + 5 * tasks
const minutes = 60_000

// A machine that stalls is no costly request: the time-outs of production are for a run by hand.
const service = testService({ settings: tasks > 5_000 ? { readTimeoutMs: 1_000, writeTimeoutMs: 5_000 } : { readTimeoutMs: 60_000 } })
let carol: Awaited<ReturnType<typeof heavyUser>>
beforeAll(async () => void (carol = await heavyUser(service, tasks)), 5 * minutes)

type Cost = { request: string; status: number; statements: number; rows: number; bytes: number; databaseMs: number; loopMs: number }
const costs: Cost[] = []

/** Sends a request, and has it cost no more than it may: of a change, as many rows as there are tasks. @returns its status */
async function weigh(name: string, request: Test, most = maxRows): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  const requestId = randomUUID()
  const { status, text, body } = await request.set('X-Request-Id', requestId)
  delay.disable()
  const find = () => service.log.find((line) => line['requestId'] === requestId && line['msg'] === 'responded')
  await expect.poll(find).toBeDefined()
  const of = (field: string): number => Number(find()?.[field])
  costs.push({
    request: name,
    status,
    statements: of('statements'),
    rows: of('rows'),
    bytes: of('bytes'),
    databaseMs: of('databaseMs'),
    loopMs: Math.round(delay.max / 1e6),
  })
  expect(status, text.slice(0, 1_000)).toBeLessThan(500)
  if (status >= 400) expect(body.type).toBe('/docs/problems/request-too-costly')
  expect(of('bytes')).toBeLessThanOrEqual(maxBytes)
  expect(of('rows')).toBeLessThanOrEqual(most)
  return status
}

afterAll(() => {
  if (process.env['COST_TABLE']) console.log(['request', 'status', 'statements', 'rows', 'bytes', 'database ms', 'loop ms'].join(' | '))
  if (process.env['COST_TABLE'])
    for (const cost of costs)
      console.log(
        Object.values(cost)
          .map((value) => String(value).slice(0, 60))
          .join(' | '),
      )
})

type Change = { operationId: OperationId; params?: { id: number }; query?: { cascade: boolean }; body?: Record<string, unknown> }

/** The changes that cost most. */
const changes: Record<string, (heavy: Heavy) => Change> = {
  'completeTask, with subtasks': ({ parent }) => ({ operationId: 'completeTask', params: { id: parent }, body: { completed: true, cascade: true } }),
  'moveTask, with subtasks': ({ parent, list }) => ({ operationId: 'moveTask', params: { id: parent }, body: { list_id: list, last: true } }),
  'deleteTask, with subtasks': ({ parent }) => ({ operationId: 'deleteTask', params: { id: parent }, query: { cascade: true } }),
  'deleteTask, without its subtasks': ({ parent }) => ({ operationId: 'deleteTask', params: { id: parent } }),
  'restoreTask, with subtasks': ({ deletedParent }) => ({ operationId: 'restoreTask', params: { id: deletedParent } }),
  'purgeTask, with subtasks': ({ deletedParent }) => ({ operationId: 'purgeTask', params: { id: deletedParent } }),
  'deleteList, of all tasks': ({ list }) => ({ operationId: 'deleteList', params: { id: list } }),
  'restoreList, of 1,000 tasks': ({ deletedList }) => ({ operationId: 'restoreList', params: { id: deletedList } }),
  'emptyTrash': () => ({ operationId: 'emptyTrash' }),
  'updateTag, of all tasks': ({ tag }) => ({ operationId: 'updateTag', params: { id: tag }, body: { name: 'renamed' } }),
  'deleteTag, of all tasks': ({ tag }) => ({ operationId: 'deleteTag', params: { id: tag } }),
}
const changeNames = Object.keys(changes)
const changeNamed = (name: string): Change => changes[name]?.(carol.heavy) ?? { operationId: 'emptyTrash' }

const words = Array.from({ length: 100 }, () => 'a').join('+')
const reads = [
  'tasks',
  'tasks?sort=title&order=desc',
  'tasks?offset=100000',
  'tasks?sort=relevance',
  'tasks?tag=tag+1&tag=tag+2&tag_match=any',
  'tasks?search=a',
  `tasks?search=${words}`,
  'tasks?status=overdue&sort=due',
  'tags',
  'stats',
  'stats?from=2026-01-01&to=2026-12-31',
  'lists',
  'trash',
  'deleted-lists',
]

describe(`with ${tasks} tasks, 1,000 tags and 1,000 subtasks of one`, () => {
  test.each(reads)('GET %s costs no more than it may', { timeout: minutes }, async (path) => {
    await weigh(path, carol.get(`/api/me/${path}`))
  })

  test('nor do tasks that are counted', { timeout: minutes }, async () => {
    await weigh('tasks, count=exact', carol.get('/api/me/tasks?search=a').set('Prefer', 'count=exact'))
  })

  test('nor do occurrences of a far century', { timeout: minutes }, async () => {
    const { body } = await carol.post('/api/me/tasks', { title: 'daily', due: { date: '1900-01-01' }, recurrence: { rule: 'FREQ=DAILY' } }).expect(201)
    await weigh('occurrences', carol.get(`/api/me/tasks/${body.id}/occurrences?from=2200-01-01&to=2200-12-31`))
  })

  // A dry run does everything but keep it, so that each finds the same data.
  test.each(changeNames)('nor does %s, which is never refused', { timeout: 10 * minutes }, async (name) => {
    const { operationId, params, query, body } = changeNamed(name)
    const request = send(carol, { operation: operationOf(operationId), id: params?.id ?? 0, body }, query && { query: `cascade=${query.cascade}` })
    expect(await weigh(name, request.set('Prefer', 'dry-run'), maxRowsOfChange)).toBeLessThan(300)
  })

  test('nor does another time zone, which is never refused', { timeout: 10 * minutes }, async () => {
    const request = carol.patch('/api/me', { time_zone: 'Asia/Tokyo' }).set('Prefer', 'dry-run')
    expect(await weigh('updateUser, another time zone', request, maxRowsOfChange)).toBeLessThan(300)
  })

  // More changes at once than these are not undone.
  const undone = ['completeTask, with subtasks', 'moveTask, with subtasks', 'deleteTask, with subtasks', 'updateTag, of all tasks', 'deleteTag, of all tasks']
  test.each(tasks > 10_000 ? undone.slice(0, 3) : [...undone, 'deleteList, of all tasks'])(
    'nor does the undo of %s',
    { timeout: 10 * minutes },
    async (name) => {
      const { operationId, params, query, body } = changeNamed(name)
      await send(carol, { operation: operationOf(operationId), id: params?.id ?? 0, body }, query && { query: `cascade=${query.cascade}` })
      expect(await weigh(`undo of ${name}`, carol.post('/api/me/undo', {}), maxRowsOfChange)).toBeLessThan(300)
    },
  )

  // A short run has each change before all others at once, a long one each pair.
  const pairs = changeNames.flatMap((first): [string, string[]][] => (tasks > 5_000 ? changeNames.map((second) => [first, [second]]) : [[first, changeNames]]))
  test.each(pairs)('nor does a batch of %s, and then %s', { timeout: 2 * minutes }, async (first, others) => {
    const operations = [first, ...others].map(changeNamed)
    const request = carol.post('/api/me/batch', { atomic: false, operations }).set('Prefer', 'dry-run')
    await weigh(`batch of ${first}, ${others.length === 1 ? others[0] : 'and each other one'}`, request, maxRowsOfChange)
  })

  // What a response costs that is sent while it is read grows with what there is.
  test.each(operations.filter(({ secured, session, streamed }) => secured && session === null && streamed === null))(
    'nor does $id, as the contract shows it',
    { timeout: minutes },
    async (operation) => {
      const { id } = operation
      // What is of an account with a password takes one.
      const who = isOfAccount(operation) && operation.method !== 'GET' ? await service.register(id.toLowerCase()) : carol
      await weigh(id, send(who, await validRequest(service, id, who)))
    },
  )

  const batchable = reads.filter((path) => !path.includes('+'))
  test.each(batchable.map((path) => [path, batchable]))('nor does a batch of GET %s and each other one', { timeout: 2 * minutes }, async (path, others) => {
    await weigh(`batch of ${path}`, carol.post('/api/me/batch', { atomic: false, operations: [path, ...others].map(itemOf) }))
  })
})

const ids: Record<string, string> = {
  'tasks': 'listTasks',
  'tags': 'listTags',
  'stats': 'getStats',
  'lists': 'listLists',
  'trash': 'listTrash',
  'deleted-lists': 'listDeletedLists',
}

/** A read as an operation of a batch. */
function itemOf(path: string): object {
  const [noun = '', query = ''] = path.split('?')
  const values = [...new URLSearchParams(query)].map(([name, value]): [string, string | number] => [name, name === 'offset' ? Number(value) : value])
  return { operationId: ids[noun], query: Object.fromEntries(values) }
}
