import { randomUUID } from 'node:crypto'
import type { Test } from 'supertest'
import { resolve, loadContract } from '../../src/contract.ts'
import type { OperationFacts, Schema } from '../../src/contract.ts'
import { cursorAfter, cursorBehind } from '../../src/cursor.ts'
import type { OperationId } from '../../src/generated/operations.ts'
import { belongings } from './belongings.ts'
import { frontEndUser } from './front-end.ts'
import { passwordOf } from './service.ts'
import type { Client, TestService } from './service.ts'

/** What an id in a path can be of. */
type Thing = 'task' | 'list' | 'tag' | 'deletedTask' | 'deletedList'

/** Alice, as she makes one request: somebody new each time, with a thing of her own where the path names one. */
type Alice = { client: Client; id: number; refreshToken: string }

/** What an operation's request takes besides what the contract says. */
type Row = {
  body?: (alice: Alice) => object
  /** With a session of ours, where a front end's token would not do. */
  session?: true
  /** What its path names. */
  thing?: Thing
  /** Fields of the body of which only one may stand there: what is planted takes the place of hers. */
  onlyOne?: string[]
}

const ends = ['first', 'last', 'before', 'after']

const credentials = { email: 'alice@example.com', password: passwordOf('alice') }

/** The matrix' rows: how alice makes each operation's request on her own behalf, which is then to be carried out. */
const rows: Partial<Record<OperationId, Row>> = {
  deleteTag: { thing: 'tag' },
  listTags: { thing: 'tag' },
  updateTag: { thing: 'tag', body: () => ({ colour: '#cc3300' }) },
  completeTask: { thing: 'task', body: () => ({ completed: true }) },
  createList: { body: () => ({ name: 'hers' }) },
  createTask: { body: () => ({ title: 'hers' }) },
  deleteList: { thing: 'list' },
  deleteTask: { thing: 'task' },
  deleteUser: {},
  emptyTrash: {},
  getContractAsJson: {},
  getContractAsYaml: {},
  getList: { thing: 'list' },
  getLiveness: {},
  getMetrics: {},
  getReadiness: {},
  getStats: {},
  getTask: { thing: 'task' },
  getUser: {},
  listLists: { thing: 'list' },
  listOccurrences: { thing: 'task' },
  listTasks: {},
  listDeletedLists: {},
  listTrash: {},
  loginUser: { body: () => credentials },
  logoutUser: { session: true },
  patchTask: { thing: 'task', body: () => ({ title: 'still hers' }) },
  placeList: { thing: 'list', body: () => ({ last: true }), onlyOne: ends },
  placeTask: { thing: 'task', body: () => ({ last: true }), onlyOne: ends },
  purgeTask: { thing: 'deletedTask' },
  refreshSession: { session: true, body: ({ refreshToken }) => ({ refresh_token: refreshToken }) },
  registerUser: { body: () => ({ email: `${randomUUID()}@example.com`, password: 'long enough', name: 'Carol' }) },
  restoreList: { thing: 'deletedList' },
  restoreTask: { thing: 'deletedTask' },
  runBatch: { body: () => ({ operations: [{ operationId: 'listTasks' }] }) },
  skipOccurrence: { thing: 'task' },
  updateList: { thing: 'list', body: () => ({ name: 'still hers' }) },
  updateTask: { thing: 'task', body: () => ({ title: 'still hers' }) },
  updateUser: { body: () => ({ name: 'Alice Liddell' }) },
}

/** What an operation's path names, beside the user. */
export const thingOf = (id: OperationId): Thing | undefined => rows[id]?.thing

/** The parameters and fields that hold no id, so that nothing of another user's could stand there. */
const holdNoId = new Set([
  ...['limit', 'If-Match', 'If-None-Match', 'Prefer'],
  ...['title', 'description', 'completed', 'priority', 'tags', 'colour', 'due', 'recurrence', 'from', 'to'],
  ...['status', 'tag', 'tag_match', 'due_from', 'due_to', 'created_from', 'created_to', 'search', 'sort', 'order', 'offset', 'cascade', 'first', 'last'],
  ...['email', 'password', 'name', 'time_zone', 'refresh_token'],
  // What is in them is attacked by the batch's own tests.
  ...['atomic', 'operations'],
])

/** The fields in which another user's id is refused, rather than without effect. */
const refusing = new Set(['list_id', 'parent_id', 'before', 'after'])

async function made(who: Client, path: string, fields: object): Promise<number> {
  const { body } = await who.post(path, fields).expect(201)
  return body.id
}

async function madeAndDeleted(who: Client, path: string, fields: object): Promise<number> {
  const id = await made(who, path, fields)
  await who.delete(`${path}/${id}`).expect(204)
  return id
}

/** How each thing that a path may name comes about, under a name. @returns its id */
export const makings: Record<Thing, (who: Client, name: string) => Promise<number>> = {
  task: (who, title) => made(who, '/api/me/tasks', { title }),
  list: (who, name) => made(who, '/api/me/lists', { name }),
  tag: async (who, name) => {
    await made(who, '/api/me/tasks', { title: name, tags: [`tag ${name}`] })
    const { body } = await who.get('/api/me/tags').expect(200)
    return body[body.length - 1].id
  },
  deletedTask: (who, title) => madeAndDeleted(who, '/api/me/tasks', { title }),
  deletedList: (who, name) => madeAndDeleted(who, '/api/me/lists', { name }),
}

/** Names an id could go by; they are sent though the contract does not know them. */
const idNames = ['id', 'user_id', 'task_id', 'session_id']

/** An operation, and where in its request another user's ids are put: under which names. */
export type Attack = { operation: OperationFacts; place: 'path' | 'query' | 'header' | 'body'; names: string[] }

const contract = loadContract()

/** The operations of the contract, each with its attacks. */
export const matrix: [id: OperationId, attacks: Attack[]][] = contract.operations.map((operation) => {
  const declared = {
    path: operation.pathParameters.map(({ name }) => name),
    query: [...operation.queryParameters.keys()],
    header: headersOf(operation),
    body: fieldsOf(operation.bodySchema),
  }
  const attacks = (['path', 'query', 'header', 'body'] as const).flatMap((place) =>
    declared[place].filter((name) => !holdNoId.has(name)).map((name) => ({ operation, place, names: [name] })),
  )
  return [operation.id, [...attacks, { operation, place: 'query', names: idNames }, { operation, place: 'body', names: idNames }]]
})

function fieldsOf(schema: Schema | null): string[] {
  if (!schema) return []
  return Object.keys(resolve<Schema>(contract.document, schema).properties ?? {})
}

type Standing = { name: string; in: string }

function headersOf({ path, method }: OperationFacts): string[] {
  const item: Record<string, unknown> = { ...contract.document.paths[path] }
  // The linter has seen to it.
  const { parameters = [] } = item[method.toLowerCase()] as { parameters?: (Standing | { $ref: string })[] }
  return parameters
    .map((parameter) => resolve<Standing>(contract.document, parameter))
    .flatMap((parameter) => (parameter.in === 'header' ? [parameter.name] : []))
}

/**
 * Has alice make an operation's request with an id of bob's in one place.
 * @returns what that did that it must not, or null where it did nothing of the kind
 */
export async function breach(service: TestService, { operation, place, names }: Attack): Promise<string | null> {
  const row = rows[operation.id]
  if (!row) throw new Error(`No row for ${operation.id}. Add to "rows" in tests/support/isolation.ts how its request is made.`)
  const marker = `bob's own ${randomUUID()}`
  const key = randomUUID()
  await service.bob.post('/api/me/tasks', { title: marker }).set('Idempotency-Key', key).expect(201)
  const his = {
    task: await makings.task(service.bob, marker),
    list: await makings.list(service.bob, marker),
    tag: await makings.tag(service.bob, marker),
    deletedTask: await makings.deletedTask(service.bob, marker),
    deletedList: await makings.deletedList(service.bob, marker),
  }
  const sessions = 'select id from sessions where user_id = $1'
  const [session] = await service.database.superuser<{ id: string }>(sessions, [service.bob.id])
  const stolen: Record<string, string | number | undefined> = {
    user_id: service.bob.id,
    id: row.thing ? his[row.thing] : service.bob.id,
    task_id: his.task,
    list_id: his.list,
    parent_id: his.task,
    before: his[row.thing ?? 'task'],
    after: his[row.thing ?? 'task'],
    session_id: session?.id,
    cursor: cursorOf(operation.id, his[row.thing ?? 'task'] - 1),
    'Idempotency-Key': key,
  }
  const planted = names.map((name): [string, string | number] => {
    const value = stolen[name]
    if (value !== undefined) return [name, value]
    throw new Error(`No id of bob's for ${name} of ${operation.id}. Add it to stolen or holdNoId in tests/support/isolation.ts.`)
  })
  const alice = await appear(service, row)
  const before = await belongings(service.database, service.bob.id)
  const { status, text } = await request(alice, operation, row, { [place]: Object.fromEntries(planted) })
  const after = await belongings(service.database, service.bob.id)

  const wanted = place === 'path' ? (names.includes('user_id') ? 403 : 404) : place === 'body' && names.some((name) => refusing.has(name)) ? 400 : operation.success
  const touched = Object.keys(after).filter((table) => after[table] !== before[table])
  const faults = [
    ...(status === wanted ? [] : [`was answered with ${status}, not ${wanted}`]),
    ...(text.includes(marker) ? ['showed what is his'] : []),
    ...touched.map((table) => `changed his rows in ${table}`),
  ]
  return faults.length > 0 ? `${operation.id} with bob's ${names.join(', ')} in the ${place} ${faults.join(' and ')}` : null
}

/** A cursor to what comes after an id. */
function cursorOf(operation: OperationId, id: number): string {
  if (operation === 'listLists') return cursorBehind('lists', { key: '0', id })
  // The trash is read backwards.
  return cursorAfter(operation === 'listTrash' ? Number.MAX_SAFE_INTEGER : id)
}

async function appear(service: TestService, row: Row): Promise<Alice> {
  if (!row.session) {
    const client = frontEndUser(service, randomUUID())
    return { client, id: row.thing ? await makings[row.thing](client, `hers ${randomUUID()}`) : 0, refreshToken: '' }
  }
  const { body } = await service.anyone.post('/api/auth/login', credentials).expect(200)
  return { client: service.client({ Authorization: `Bearer ${body.token}` }), id: 0, refreshToken: body.refresh_token }
}

type Planted = Partial<Record<Attack['place'], Record<string, string | number>>>

function request(alice: Alice, operation: OperationFacts, row: Row, planted: Planted): Test {
  const own: Record<string, string | number> = { user_id: 'me', id: alice.id, ...planted.path }
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => String(own[name]))
  const query = Object.entries(planted.query ?? {}).map(([name, value]) => `${name}=${value}`).join('&')
  const planting = Object.keys(planted.body ?? {})
  const taken = planting.some((name) => row.onlyOne?.includes(name)) ? row.onlyOne : []
  const hers = Object.entries(row.body?.(alice) ?? {}).filter(([name]) => !taken?.includes(name))
  const body = row.body || planted.body ? { ...Object.fromEntries(hers), ...planted.body } : undefined
  const { get, post, put, patch, delete: remove } = alice.client
  const methods = { GET: get, POST: post, PUT: put, PATCH: patch, DELETE: remove }
  const headers = Object.entries(planted.header ?? {}).map(([name, value]) => [name, String(value)])
  return methods[operation.method](`${path}?${query}`, body).set(Object.fromEntries(headers))
}
