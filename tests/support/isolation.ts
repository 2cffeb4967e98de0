import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { Test } from 'supertest'
import type { Declared } from '../../src/conformance/declared.ts'
import { isOfAccount, isOfTrash, nounOf, withoutAlternatives } from '../../src/conformance/valid-request.ts'
import { pathOf } from '../../src/contract/parameters.ts'
import { createCursors } from '../../src/execution/cursor.ts'
import { createSyncCursors } from '../../src/execution/sync-cursor.ts'
import { createTickets } from '../../src/identity/tickets.ts'
import { listOf, placeById } from '../../src/execution/page.ts'
import type { OperationId } from '../../src/generated/operation-ids.ts'
import { secret } from './accounts.ts'
import { belongings } from './belongings.ts'
import type { TestDatabase } from './database.ts'
import { frontEndUser } from './front-end.ts'
import { passwordOf } from './service.ts'
import type { Client, TestService } from './service.ts'
import { operationOf, operations, send, thingFor, validRequest } from './valid-request.ts'
import type { Ready } from './valid-request.ts'

/** An operation, and where in its request another user's ids are put: under which names. */
export type Attack = { operation: Declared; place: 'path' | 'query' | 'header' | 'body'; names: string[] }

/** The parameters and fields that hold no id, so that nothing of another user's could stand there. */
const holdNoId = new Set([
  ...['limit', 'mode', 'If-Match', 'If-None-Match', 'Prefer'],
  // A user's changes have numbers of their own.
  'seq',
  ...['title', 'description', 'completed', 'priority', 'tags', 'color', 'due', 'due_date', 'recurrence', 'from', 'to'],
  ...[
    'status',
    'tag',
    'tag_match',
    'due_from',
    'due_to',
    'created_from',
    'created_to',
    'search',
    'sort',
    'order',
    'offset',
    'mode',
    'wait',
    'page',
    'cascade',
    'first',
    'last',
  ],
  ...['email', 'password', 'current_password', 'new_password', 'name', 'time_zone', 'refresh_token', 'reset_token', 'verification_token'],
  ...['url', 'events', 'enabled', 'from_seq', 'scopes', 'expires_in_days'],
  // What is in them is attacked by the batch's own tests.
  ...['atomic', 'operations'],
])

/** Where another user's id is refused, rather than without effect. */
const refusing: Record<Attack['place'], Set<string>> = {
  path: new Set(),
  query: new Set(['as_of', 'cursor', 'since']),
  header: new Set(),
  body: new Set(['list_id', 'parent_id', 'before', 'after']),
}

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
const kinds = {
  task: 'getTask',
  list: 'getList',
  tag: 'updateTag',
  deletedTask: 'restoreTask',
  deletedList: 'restoreList',
  webhook: 'getWebhook',
  delivery: 'getWebhookDelivery',
  session: 'endSession',
  personalToken: 'revokeToken',
} as const satisfies Record<string, OperationId>
type Kind = keyof typeof kinds

/** Headers that differ from request to request. */
const changing = { 'date': '', 'ratelimit': '', 'x-request-id': '' }

/**
 * What each operation shows of others, such as in a count, to somebody new who asks before and after others did all that the contract
 * offers to those who are signed in. Names the changes that others could not make too.
 */
async function shownOfOthers(service: TestService): Promise<Map<OperationId, string>> {
  const [alice, other] = [frontEndUser(service, randomUUID()), frontEndUser(service, randomUUID())]
  const secured = operations.filter((operation) => operation.secured)
  const reads: Ready[] = []
  for (const { id } of secured.filter(({ method }) => method === 'GET')) reads.push(await validRequest(service, id, alice))
  const look = async (ready: Ready): Promise<object> => {
    const { status, text, headers } = await send(alice, ready, { headers: { Prefer: 'count=exact' } })
    // An export says when it was made.
    return { status, text: text.replace(/"made_at":"[^"]*"/, ''), headers: { ...headers, ...changing } }
  }
  const before = await inTurn(reads, look)
  const faults = new Map<OperationId, string>()
  const attempt = (id: OperationId, work: () => Promise<unknown>): Promise<unknown> =>
    work().catch((error: unknown) => faults.set(id, `${id} by others failed: ${String(error)}`))
  for (const { id, success } of secured.filter(({ method, id }) => method !== 'GET' && !leaving.has(id)))
    await attempt(id, async () => {
      const who = isOfAccount(operationOf(id)) ? await someone(service, operationOf(id)) : other
      await send(who, await validRequest(service, id, who)).expect(success)
    })
  // What the contract's examples leave out: an occurrence that was completed, and a session.
  await attempt('completeTask', async () => {
    const { body } = await other.post('/api/me/tasks', { title: 'Every day', due: '2026-11-21', recurrence: { rule: 'FREQ=DAILY' } }).expect(201)
    await other.patch(`/api/me/tasks/${body.id}/complete`).expect(200)
  })
  await service.anyone.post('/api/auth/login', { email: service.bob.email, password: passwordOf('bob') }).expect(200)
  const after = await inTurn(reads, look)
  for (const [index, { operation }] of reads.entries())
    if (!isDeepStrictEqual(after[index], before[index]))
      faults.set(operation.id, `${operation.id} showed what others did: ${JSON.stringify([before[index], after[index]])}`)
  return faults
}

/** Somebody new, who has a password if an operation is for those who have. */
const someone = async (service: TestService, operation: Declared): Promise<Client> =>
  isOfAccount(operation) ? service.register(randomUUID()) : frontEndUser(service, randomUUID())

/** Does something with each of many, one after another. */
async function inTurn<Item, Result>(items: Item[], work: (item: Item) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = []
  for (const item of items) results.push(await work(item))
  return results
}

/** After these, somebody is gone or signed in no more. */
const leaving = new Set<OperationId>(['deleteUser', 'logoutUser'])

/** Switches row-level security off for every table. */
export async function withoutRowSecurity(database: TestDatabase): Promise<void> {
  await database.superuser(`do $$ declare name text; begin
    for name in select tablename from pg_tables where schemaname = 'public' loop
      execute format('alter table %I disable row level security', name);
    end loop;
  end $$`)
}

/** What an operation's path names, beside the user. */
function kindOf(operation: Declared): Kind | null {
  const noun = nounOf(operation)
  if (noun === 'tags') return 'tag'
  if (noun === 'lists') return isOfTrash(operation) ? 'deletedList' : 'list'
  if (noun === 'webhooks') return 'webhook'
  if (noun === 'sessions') return 'session'
  if (noun === 'tokens') return 'personalToken'
  if (noun === 'webhook-deliveries') return 'delivery'
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
    const alice = await someone(service(), operation)
    const ready = await validRequest(service(), operation.id, alice)
    const planted = names.map((name): [string, string | number] => [name, stolen(name, operation, his, service().bob.id)])
    const { status, text } = await sendWith(alice, ready, place, planted)
    const wanted = expected(attack)
    const faults = [...(status === wanted ? [] : [`was answered with ${status}, not ${wanted}`]), ...(text.includes(marker) ? ['showed what is his'] : [])]
    return faults.map((fault) => `${operation.id} with bob's ${names.join(', ')} in the ${place} ${fault}`)
  }

  let others: Promise<Map<OperationId, string>> | null = null

  return async (attacks) => {
    const { database, bob } = service()
    const faults: string[] = []
    const [{ operation } = { operation: null }] = attacks
    others ??= shownOfOthers(service())
    const shown = operation === null ? undefined : (await others).get(operation.id)
    if (shown !== undefined) faults.push(shown)
    // A key is used up by the request that it came with.
    if (attacks.some(({ names }) => names.includes('Idempotency-Key'))) victim = null
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
  const changesOfBob = createSyncCursors(createCursors(secret)).format(bob, { seq: 0, at: '', ordinal: 0, snapshot: null })
  const values: Record<string, string | number> = {
    'user_id': bob,
    'id': kind === null ? bob : thing,
    'task_id': things.task,
    'list_id': things.list,
    'parent_id': things.task,
    'before': thing,
    'after': thing,
    'session_id': session,
    // Of the same list, as he would get it.
    'cursor': createCursors(secret).format(listOf(pathOf(operation, { user_id: bob, id: thing }), {}), placeById({ id: thing })),
    'as_of': changesOfBob,
    'since': changesOfBob,
    'Last-Event-ID': changesOfBob,
    'Sync-After': changesOfBob,
    // A ticket counts only without a token.
    'ticket': createTickets(secret).seal({
      caller: { userId: bob, sessionId: session, issuer: null, subject: String(bob), tokenId: null, scopes: null },
      id: session,
    }),
    'Idempotency-Key': key,
  }
  const value = values[name]
  if (value !== undefined) return value
  throw new Error(`No id of bob's for ${name} of ${operation.id}. Add it to "values" or "holdNoId" in tests/support/isolation.ts.`)
}

function expected({ operation, place, names }: Attack): number {
  if (place === 'path') return names.includes('user_id') ? 403 : 404
  return names.some((name) => refusing[place].has(name)) ? 400 : operation.success
}
