import { randomUUID } from 'node:crypto'
import type { Test } from 'supertest'
import type { Declared } from '../../src/conformance/declared.ts'
import { isOfTrash, nounOf, withoutAlternatives } from '../../src/conformance/valid-request.ts'
import { cursorAfter, cursorBehind } from '../../src/execution/cursor.ts'
import type { OperationId } from '../../src/generated/operation-ids.ts'
import { belongings } from './belongings.ts'
import { frontEndUser } from './front-end.ts'
import type { Client, TestService } from './service.ts'
import { operations, send, thingFor, validRequest } from './valid-request.ts'
import type { Ready } from './valid-request.ts'

/** An operation, and where in its request another user's ids are put: under which names. */
export type Attack = { operation: Declared; place: 'path' | 'query' | 'header' | 'body'; names: string[] }

/** The parameters and fields that hold no id, so that nothing of another user's could stand there. */
const holdNoId = new Set([
  ...['limit', 'If-Match', 'If-None-Match', 'Prefer'],
  ...['title', 'description', 'completed', 'priority', 'tags', 'color', 'due', 'recurrence', 'from', 'to'],
  ...['status', 'tag', 'tag_match', 'due_from', 'due_to', 'created_from', 'created_to', 'search', 'sort', 'order', 'offset', 'cascade', 'first', 'last'],
  ...['email', 'password', 'name', 'time_zone', 'refresh_token'],
  // What is in them is attacked by the batch's own tests.
  ...['atomic', 'operations'],
])

/** The fields in which another user's id is refused, rather than without effect. */
const refusing = new Set(['list_id', 'parent_id', 'before', 'after'])

/** Names an id could go by; they are sent though the contract does not know them. */
const idNames = ['id', 'user_id', 'task_id', 'session_id']

/** The operations of the contract, each with its attacks. */
export const matrix: [id: OperationId, attacks: Attack[]][] = operations.map((operation) => {
  const named = (place: string): string[] => operation.parameters.filter((parameter) => parameter.in === place).map(({ name }) => name)
  const declared = { path: named('path'), query: named('query'), header: named('header'), body: Object.keys(operation.fields) }
  const attacks = (['path', 'query', 'header', 'body'] as const).flatMap((place) =>
    declared[place].filter((name) => !holdNoId.has(name)).map((name) => ({ operation, place, names: [name] })),
  )
  return [operation.id, [...attacks, { operation, place: 'query', names: idNames }, { operation, place: 'body', names: idNames }]]
})

/** Operations whose valid requests create each kind of thing that a path can name. */
const kinds = { task: 'getTask', list: 'getList', tag: 'updateTag', deletedTask: 'restoreTask', deletedList: 'restoreList' } as const satisfies Record<string, OperationId>
type Kind = keyof typeof kinds

/** What an operation's path names, beside the user. */
function kindOf(operation: Declared): Kind | null {
  const noun = nounOf(operation)
  if (noun === 'tags') return 'tag'
  if (noun === 'lists') return isOfTrash(operation) ? 'deletedList' : 'list'
  if (noun === 'tasks') return isOfTrash(operation) ? 'deletedTask' : 'task'
  return null
}

/** What bob has that alice may be after, how it is told apart, and a hash of all that is his. */
type Victim = { marker: string; key: string; things: Record<Kind, number>; session: string; before: Record<string, string> }

/**
 * Has alice make requests with ids of bob's in them.
 * @returns what they did that they must not
 */
export function createBreaches(service: () => TestService): (attacks: Attack[]) => Promise<string[]> {
  let victim: Victim | null = null

  const breachOf = async ({ marker, ...his }: Victim, attack: Attack): Promise<string[]> => {
    const { operation, place, names } = attack
    const alice = frontEndUser(service(), randomUUID())
    const ready = await validRequest(service(), operation.id, alice)
    const planted = names.map((name): [string, string | number] => [name, stolen(name, operation, his, service().bob.id)])
    const { status, text } = await sendWith(alice, ready, place, planted)
    const wanted = expected(attack)
    const faults = [...(status === wanted ? [] : [`was answered with ${status}, not ${wanted}`]), ...(text.includes(marker) ? ['showed what is his'] : [])]
    return faults.map((fault) => `${operation.id} with bob's ${names.join(', ')} in the ${place} ${fault}`)
  }

  /** Whether somebody new is shown something else once there is more of bob's, such as a count. */
  const showsMore = async (operation: Declared): Promise<boolean> => {
    const alice = frontEndUser(service(), randomUUID())
    const ready = await validRequest(service(), operation.id, alice)
    const { text: before } = await send(alice, ready)
    for (const id of Object.values(kinds)) await thingFor(service(), id, service().bob)
    const { text: after } = await send(alice, ready)
    return before !== after
  }

  return async (attacks) => {
    const { database, bob } = service()
    const faults: string[] = []
    const [{ operation } = { operation: null }] = attacks
    const listsOrCounts = operation?.secured === true && operation.method === 'GET' && nounOf(operation) === null
    if (listsOrCounts && (await showsMore(operation))) faults.push(`${operation.id} showed that there is more of bob's`)
    // A key is used up by the request that it came with.
    if (listsOrCounts || attacks.some(({ names }) => names.includes('Idempotency-Key'))) victim = null
    const his = (victim ??= await setUp(service()))
    for (const attack of attacks) faults.push(...(await breachOf(his, attack)))
    const after = await belongings(database, bob.id)
    const touched = Object.keys(after).filter((table) => after[table] !== his.before[table])
    // What one has changed does not count against the next.
    if (touched.length > 0) victim = null
    return [...faults, ...touched.map((table) => `one of them changed his rows in ${table}`)]
  }
}

/** Sends a request with other values in one place of it: of fields of which only one may stand there, what is put in takes the place of hers. */
function sendWith(who: Client, request: Ready, place: Attack['place'], values: [name: string, value: string | number][]): Test {
  const texts = values.map(([name, value]): [string, string] => [name, String(value)])
  if (place === 'header') return send(who, request, { headers: Object.fromEntries(texts) })
  if (place === 'query') return send(who, request, { query: new URLSearchParams(texts).toString() })
  const fields = Object.fromEntries(values)
  if (place === 'path') return 'user_id' in fields ? send(who, request, { user: fields['user_id'] }) : send(who, { ...request, id: Number(fields['id']) })
  const own = values.reduce((body, [name]) => withoutAlternatives(request.operation, body, name), request.body ?? {})
  return send(who, { ...request, body: { ...own, ...fields } })
}

async function setUp(service: TestService): Promise<Victim> {
  const { database } = service
  const [marker, key] = [`bob's own ${randomUUID()}`, randomUUID()]
  await service.bob.post('/api/me/tasks', { title: marker }).set('Idempotency-Key', key).expect(201)
  const ids: [string, number][] = []
  for (const [kind, id] of Object.entries(kinds)) ids.push([kind, await thingFor(service, id, service.bob, marker)])
  const [session] = await database.superuser<{ id: string }>('select id from sessions where user_id = $1', [service.bob.id])
  const things = Object.fromEntries(ids) as Record<Kind, number> // one of each
  return { marker, key, things, session: session?.id ?? '', before: await belongings(database, service.bob.id) }
}

/** What alice puts in place of hers. */
function stolen(name: string, operation: Declared, { things, session, key }: Pick<Victim, 'things' | 'session' | 'key'>, bob: number): string | number {
  const kind = kindOf(operation)
  const thing = things[kind ?? 'task']
  const values: Record<string, string | number> = {
    user_id: bob,
    id: kind === null ? bob : thing,
    task_id: things.task,
    list_id: things.list,
    parent_id: things.task,
    before: thing,
    after: thing,
    session_id: session,
    cursor: cursorBefore(operation.id, thing),
    'Idempotency-Key': key,
  }
  const value = values[name]
  if (value !== undefined) return value
  throw new Error(`No id of bob's for ${name} of ${operation.id}. Add it to "values" or "holdNoId" in tests/support/isolation.ts.`)
}

function expected({ operation, place, names }: Attack): number {
  if (place === 'path') return names.includes('user_id') ? 403 : 404
  return place === 'body' && names.some((name) => refusing.has(name)) ? 400 : operation.success
}

/** A cursor after which that id comes. */
function cursorBefore(operation: OperationId, id: number): string {
  if (operation === 'listLists') return cursorBehind('lists', { key: '0', id: id - 1 })
  // The trash is read backwards.
  return cursorAfter(operation === 'listTrash' ? Number.MAX_SAFE_INTEGER : id - 1)
}
