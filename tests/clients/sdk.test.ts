import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTaskpact, TaskpactProblem } from '../../src/client/index.ts'
import type { Session, SessionStore, Taskpact } from '../../src/client/index.ts'
import { loadContract, resolve } from '../../src/contract.ts'
import { flakyWay } from '../support/flaky.ts'
import type { FlakyWay } from '../support/flaky.ts'
import { passwordOf, testService } from '../support/service.ts'

const service = testService()

/** A place for a session, and the means to look at it. */
type Kept = SessionStore & { session: Session | null }

function storeOf(session: Session | null = null): Kept {
  const store: Kept = { session, read: () => store.session, write: (written) => void (store.session = written) }
  return store
}

const login = (name: string) => ({ email: `${name}@example.com`, password: passwordOf(name) })

/** A session whose access token the service no longer takes. */
async function staleSession(name: string): Promise<Session> {
  const session = await createTaskpact({ url: service.url }).loginUser({ body: login(name) })
  return { ...session, access_token: `${session.access_token.slice(0, -6)}AAAAAA` }
}

/** How often an operation has been answered so far. */
const answersOf = (operation: string): number => service.log.filter((line) => line['operation'] === operation && line['msg'] === 'answered').length

/** The problem that a call comes to. */
const problemOf = (call: Promise<unknown>): Promise<TaskpactProblem> =>
  call.then(
    () => expect.fail('it should have been refused'),
    (error: unknown) => (error instanceof TaskpactProblem ? error : Promise.reject(error as Error)),
  )

let alice: Taskpact
beforeAll(() => void (alice = createTaskpact({ url: service.url, token: service.alice.token })))

describe('calling operations', () => {
  test('each has a method, named as in the contract, that gives the body of its answer', async () => {
    const task = await alice.createTask({ body: { title: 'Buy milk', due: { date: '2026-11-21' } } })
    expect(task).toMatchObject({ title: 'Buy milk', due: { date: '2026-11-21' }, version: 1 })
    const changed = await alice.patchTask({ params: { id: task.id }, headers: { 'If-Match': '"1"' }, body: { title: 'Buy oat milk' } })
    expect(changed).toMatchObject({ id: task.id, title: 'Buy oat milk', version: 2 })
    await alice.deleteTask({ params: { id: task.id } })
    expect((await problemOf(alice.getTask({ params: { id: task.id } }))).status).toBe(404)
    expect(Object.keys(alice)).toEqual(expect.arrayContaining(loadContract().operations.map(({ id }) => id)))
  })

  test('an answer that is not JSON comes as a text', async () => {
    expect(await alice.getContractAsYaml()).toBe(loadContract().text)
    expect(await alice.getMetrics()).toContain('# TYPE')
  })

  test('a refusal is thrown as a TaskpactProblem, with the fields at fault', async () => {
    const problem = await problemOf(alice.createTask({ body: { title: ' ' } }))
    expect(problem).toMatchObject({
      name: 'TaskpactProblem', status: 400, type: '/docs/problems/invalid-request', title: 'The request does not match the contract',
      message: 'title must hold more than white space, and no NUL character',
      errors: [{ pointer: '#/title', detail: 'must hold more than white space, and no NUL character' }],
    })
    expect(problem.response.headers.get('X-Request-Id')).toMatch(/^[\w-]{36}$/)
  })

  test('a refusal by something that knows no problem documents is one all the same', async () => {
    const proxy = createTaskpact({ url: service.url, retries: 0, fetch: () => Promise.resolve(new Response('<h1>Bad gateway</h1>', { status: 502 })) })
    expect(await problemOf(proxy.getUser())).toMatchObject({ status: 502, type: 'about:blank', errors: [], message: expect.stringContaining('502') })
  })

  test('what the contract does not know is refused, in words', async () => {
    const body = { title: 'Buy milk', colour: 'white' }
    expect((await problemOf(alice.createTask({ body }))).errors).toEqual([{ pointer: '#/colour', detail: 'is not a field of this operation' }])
  })

  test('a preference of the caller is kept beside that, and goes before it', async () => {
    const before = await alice.listTasks()
    await alice.createTask({ body: { title: 'Rehearsed' }, headers: { Prefer: 'dry-run' } })
    expect(await alice.listTasks()).toEqual(before)
    const body = { title: 'Buy milk', colour: 'white' }
    expect((await problemOf(alice.createTask({ body, headers: { Prefer: 'dry-run' } }))).status).toBe(400)
    expect(await alice.createTask({ body, headers: { Prefer: 'handling=lenient' } })).toMatchObject({ title: 'Buy milk' })
  })

  test('http gives the headers of an answer, and a 304', async () => {
    const { id } = await alice.createTask({ body: { title: 'Buy milk' } })
    const params = { path: { user_id: 'me', id } }
    const { data, response } = await alice.http.GET('/api/{user_id}/tasks/{id}', { params })
    expect([data?.title, response.headers.get('ETag')]).toEqual(['Buy milk', '"1"'])
    const again = await alice.http.GET('/api/{user_id}/tasks/{id}', { params: { ...params, header: { 'If-None-Match': '"1"' } } })
    expect(again.response.status).toBe(304)
  })
})

describe('pages', () => {
  let many: Taskpact
  beforeAll(async () => {
    many = createTaskpact({ url: service.url, token: (await service.register('many')).token })
    await many.runBatch({ body: { operations: Array.from({ length: 25 }, (_, index) => ({ operationId: 'createTask', body: { title: String(index) } })) } })
  })

  test('each goes through all that a listing holds', async () => {
    const titles: string[] = []
    for await (const { title } of many.each('listTasks', { query: { limit: 10 } })) titles.push(title)
    expect(titles).toEqual(Array.from({ length: 25 }, (_, index) => String(index)))
  })

  test('pages gives them a page at a time, and asks for no more than is wanted', async () => {
    const sizes: number[] = []
    for await (const page of many.pages('listTasks', { query: { limit: 10 } })) sizes.push(page.length)
    expect(sizes).toEqual([10, 10, 5])
    const before = answersOf('listTasks')
    for await (const task of many.each('listTasks', { query: { limit: 10 } })) if (task.title === '4') break
    expect(answersOf('listTasks')).toBe(before + 1)
  })

  test('a refusal of a page is thrown', async () => {
    expect(await problemOf(many.each('listTasks', { query: { limit: 0 } }).next())).toMatchObject({ status: 400, errors: [{ parameter: 'limit' }] })
  })

  test('the compiler refuses what the contract does not have', () => {
    const mistakes = [
      // @ts-expect-error getTask answers with one task
      () => many.pages('getTask'),
      // @ts-expect-error a title is a text
      () => many.createTask({ body: { title: 5 } }),
      // @ts-expect-error there has to be an id
      () => many.getTask(),
      // @ts-expect-error a user has no such thing
      async () => (await many.getUser()).title,
      // @ts-expect-error nothing of its kind is sent with it
      () => many.logoutUser({ body: {} }),
    ]
    expect(mistakes).toHaveLength(5)
  })
})

describe('signing in', () => {
  test('loginUser and registerUser sign the client in, logoutUser signs it out', async () => {
    const store = storeOf()
    const someone = createTaskpact({ url: service.url, store })
    await someone.registerUser({ body: { email: 'carol@example.com', password: 'the password of carol', name: 'Carol' } })
    expect((await someone.getUser()).name).toBe('Carol')
    await someone.logoutUser()
    expect(store.session).toBeNull()
    expect((await problemOf(someone.getUser())).status).toBe(401)
    await someone.loginUser({ body: login('carol') })
    expect((await someone.getUser()).name).toBe('Carol')
  })

  test('a wrong password is a problem, and leaves whoever is signed in', async () => {
    const store = storeOf(await createTaskpact({ url: service.url }).loginUser({ body: login('bob') }))
    const before = store.session
    const problem = await problemOf(createTaskpact({ url: service.url, store }).loginUser({ body: { ...login('bob'), password: 'wrong password' } }))
    expect(problem.type).toBe('/docs/problems/invalid-credentials')
    expect(store.session).toBe(before)
  })

  test('thirty requests that are refused at once refresh once, and are all carried out', async () => {
    const store = storeOf(await staleSession('alice'))
    const before = answersOf('refreshSession')
    const stale = createTaskpact({ url: service.url, store })
    const tasks = await Promise.all(Array.from({ length: 30 }, () => stale.createTask({ body: { title: 'At once' } })))
    expect(new Set(tasks.map(({ id }) => id)).size).toBe(30)
    expect(answersOf('refreshSession')).toBe(before + 1)
    // The session goes on with what the refresh gave.
    await stale.refreshSession({ body: { refresh_token: store.session?.refresh_token ?? '' } })
    expect(await stale.getUser()).toMatchObject({ email: 'alice@example.com' })
  })

  test('a session that another tab has refreshed is taken from the store', async () => {
    const stale = await staleSession('alice')
    const fresh = await createTaskpact({ url: service.url }).refreshSession({ body: { refresh_token: stale.refresh_token } })
    const before = answersOf('refreshSession')
    let reads = 0
    const store: SessionStore = { read: () => (reads++ === 0 ? stale : fresh), write: () => undefined }
    expect(await createTaskpact({ url: service.url, store }).getUser()).toMatchObject({ email: 'alice@example.com' })
    expect(answersOf('refreshSession')).toBe(before)
  })

  test('what one user asked for is not done as another who signs in meanwhile', async () => {
    const bob = await createTaskpact({ url: service.url }).loginUser({ body: login('bob') })
    const store = storeOf(await staleSession('alice'))
    const shared = createTaskpact({
      url: service.url,
      store,
      fetch(request) {
        if (request.url.endsWith('/refresh')) store.session = bob
        return fetch(request)
      },
    })
    // The refresh was Alice's, and so is the task.
    expect(await shared.createTask({ body: { title: "Alice's own" } })).toMatchObject({ user_id: service.alice.id })
    expect(store.session).toBe(bob)
    expect(await shared.listTasks()).toEqual([])
  })

  test('nor where that other has signed in by the time it is refused', async () => {
    const bob = await createTaskpact({ url: service.url }).loginUser({ body: login('bob') })
    const stale = await staleSession('alice')
    let reads = 0
    const store: SessionStore = { read: () => (reads++ === 0 ? stale : bob), write: () => undefined }
    expect((await problemOf(createTaskpact({ url: service.url, store }).createTask({ body: { title: "Alice's own" } }))).status).toBe(401)
  })

  test('a session that is over signs out, with the 401', async () => {
    const stale = await staleSession('alice')
    const store = storeOf({ ...stale, refresh_token: 'unknown' })
    expect((await problemOf(createTaskpact({ url: service.url, store }).getUser())).status).toBe(401)
    expect(store.session).toBeNull()
  })

  test('a service that cannot refresh just now signs nobody out', async () => {
    const store = storeOf(await staleSession('alice'))
    const fetch = (request: Request) => (request.url.endsWith('/refresh') ? Promise.resolve(new Response(null, { status: 503 })) : globalThis.fetch(request))
    expect((await problemOf(createTaskpact({ url: service.url, store, fetch, retries: 0 }).getUser())).status).toBe(503)
    expect(store.session).not.toBeNull()
  })

  test('a function is asked for the token, and once for a fresh one where many are refused', async () => {
    const asked: (string | undefined)[] = []
    const token = (refused?: string): string => {
      asked.push(refused)
      return refused === undefined ? 'e30.e30.stale' : service.alice.token
    }
    const both = createTaskpact({ url: service.url, token })
    await Promise.all([both.getUser(), both.getUser()])
    expect(asked).toEqual([undefined, undefined, 'e30.e30.stale'])
  })

  test('a token that is refused, with no way to another, is the problem', async () => {
    expect((await problemOf(createTaskpact({ url: service.url, token: 'e30.e30.stale' }).getUser())).status).toBe(401)
  })

  test('logging out of a session that is over is no problem', async () => {
    const first = createTaskpact({ url: service.url, store: storeOf() })
    const session = await first.loginUser({ body: login('bob') })
    const second = createTaskpact({ url: service.url, store: storeOf(session) })
    await first.logoutUser()
    await second.logoutUser()
  })
})

describe('lost connections', () => {
  let way: FlakyWay
  let lossy: Taskpact
  beforeAll(async () => {
    way = await flakyWay(service.url)
    lossy = createTaskpact({ url: way.url, token: service.alice.token })
  })
  beforeEach(() => void (way.lose = 0))
  afterAll(() => way.close())

  test('a POST whose answers are lost is carried out once', async () => {
    way.lose = 3
    const { id } = await lossy.createTask({ body: { title: 'Lost thrice' } })
    expect(way.lose).toBe(0)
    expect((await alice.listTasks()).filter(({ title }) => title === 'Lost thrice')).toMatchObject([{ id }])
  })

  test('a PATCH that completes a recurring task completes one occurrence of it', async () => {
    const { id } = await alice.createTask({ body: { title: 'Weekly', due: { date: '2026-11-21' }, recurrence: { rule: 'FREQ=WEEKLY' } } })
    way.lose = 2
    expect(await lossy.completeTask({ params: { id }, body: { completed: true } })).toMatchObject({ due: { date: '2026-11-28' } })
    expect(await alice.getTask({ params: { id } })).toMatchObject({ due: { date: '2026-11-28' } })
  })

  test('a PATCH with If-Match does not meet its own change', async () => {
    const { id } = await alice.createTask({ body: { title: 'Once' } })
    way.lose = 1
    expect(await lossy.patchTask({ params: { id }, headers: { 'If-Match': '"1"' }, body: { title: 'Twice' } })).toMatchObject({ version: 2 })
  })

  test('a DELETE that was carried out is not found missing', async () => {
    const { id } = await alice.createTask({ body: { title: 'Going' } })
    way.lose = 1
    await lossy.deleteTask({ params: { id } })
    expect((await problemOf(lossy.deleteTask({ params: { id } }))).status).toBe(404)
  })

  test('a PUT is not sent again, as it would complete the next occurrence too', async () => {
    const { id } = await alice.createTask({ body: { title: 'Weekly', due: { date: '2026-11-21' }, recurrence: { rule: 'FREQ=WEEKLY' } } })
    way.lose = 1
    await expect(lossy.updateTask({ params: { id }, body: { completed: true } })).rejects.toThrow(TypeError)
    expect(await alice.getTask({ params: { id } })).toMatchObject({ due: { date: '2026-11-28' } })
  })

  test('a log-out that was carried out is one', async () => {
    const leaving = createTaskpact({ url: way.url, store: storeOf() })
    await leaving.loginUser({ body: login('bob') })
    way.lose = 1
    await leaving.logoutUser()
  })

  test('it gives up in the end, with what fetch says', async () => {
    way.lose = Infinity
    await expect(createTaskpact({ url: way.url, token: service.alice.token, retries: 1 }).getUser()).rejects.toThrow(TypeError)
  })

  test('every POST and PATCH of the contract takes an Idempotency-Key, so that it may be sent again', () => {
    const { document, operations } = loadContract()
    const without = operations.filter(({ id, method, path }) => {
      const item = document.paths[path]
      const parameters = [item?.post, item?.patch].find((operation) => operation?.operationId === id)?.parameters ?? []
      const takesKey = parameters.some((parameter) => resolve<{ name: string }>(document, parameter).name === 'Idempotency-Key')
      return (method === 'POST' || method === 'PATCH') && !takesKey
    })
    expect(without.map(({ id }) => `${id}: add the parameter IdempotencyKey, or src/client/retries.ts must not send it again`)).toEqual([])
  })
})

describe('a busy service', () => {
  /** A client whose first requests meet the given answers, and when it sent each. */
  function meeting(answers: [status: number, retryAfter: string | null][], options: { longestWait?: number } = {}) {
    const sent: { at: number; key: string | null }[] = []
    const client = createTaskpact({
      url: service.url,
      token: service.alice.token,
      ...options,
      fetch(request) {
        const [status, retryAfter] = answers[sent.push({ at: performance.now(), key: request.headers.get('Idempotency-Key') }) - 1] ?? []
        if (status === undefined) return fetch(request)
        return Promise.resolve(new Response(null, { status, headers: typeof retryAfter !== 'string' ? {} : { 'Retry-After': retryAfter } }))
      },
    })
    return { client, sent }
  }

  test('is asked again after as long as it says, with the same Idempotency-Key', async () => {
    const { client, sent } = meeting([[503, '1'], [429, null]])
    await client.createTask({ body: { title: 'In time' } })
    const [first, second, third] = sent
    expect(sent).toHaveLength(3)
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThan(1_000)
    expect((third?.at ?? 0) - (second?.at ?? 0)).toBeGreaterThan(200)
    expect(first?.key).toMatch(/^[\da-f]{32}$/)
    expect(new Set(sent.map(({ key }) => key)).size).toBe(1)
  })

  test('is asked again about a request that is still being carried out', async () => {
    const { client, sent } = meeting([[409, '0']])
    await client.createTask({ body: { title: 'In flight' } })
    expect(sent).toHaveLength(2)
  })

  test('a date in Retry-After counts too', async () => {
    const { client, sent } = meeting([[503, new Date(Date.now() + 2_000).toUTCString()]])
    await client.getUser()
    // HTTP's dates have whole seconds.
    expect((sent[1]?.at ?? 0) - (sent[0]?.at ?? 0)).toBeGreaterThan(900)
  })

  test('that wants a longer wait than one has is not waited for', async () => {
    const { client, sent } = meeting([[429, '60']], { longestWait: 5_000 })
    expect(await problemOf(client.getUser())).toMatchObject({ status: 429 })
    expect(sent).toHaveLength(1)
  })

  test('is asked again to PUT only where it says that nothing was done', async () => {
    const { id } = await alice.createTask({ body: { title: 'Put' } })
    const refused = meeting([[429, '0']])
    expect(await refused.client.updateTask({ params: { id }, body: { title: 'Put once' } })).toMatchObject({ title: 'Put once' })
    const lost = meeting([[503, '0']])
    expect((await problemOf(lost.client.updateTask({ params: { id }, body: { title: 'Put twice' } }))).status).toBe(503)
  })

  test('an abort ends the wait at once', async () => {
    const { client, sent } = meeting([[503, '20']])
    const started = performance.now()
    await expect(client.getUser({ signal: AbortSignal.timeout(200) })).rejects.toThrow(expect.objectContaining({ name: 'TimeoutError' }))
    expect(performance.now() - started).toBeLessThan(5_000)
    expect(sent).toHaveLength(1)
  })
})

describe('aborting', () => {
  test('ends a request that is under way, and is not tried again', async () => {
    let tries = 0
    const slow = createTaskpact({
      url: service.url,
      token: service.alice.token,
      fetch: (request) => {
        tries += 1
        return new Promise((_, reject) => request.signal.addEventListener('abort', () => reject(new TypeError('aborted'))))
      },
    })
    await expect(slow.getUser({ signal: AbortSignal.timeout(50) })).rejects.toThrow(TypeError)
    expect(tries).toBe(1)
  })

  test('ends the wait for a fresh token for the one, and not for the others', async () => {
    const impatient = new AbortController()
    const store = storeOf(await staleSession('alice'))
    const shared = createTaskpact({
      url: service.url,
      store,
      fetch(request) {
        if (request.url.endsWith('/refresh')) impatient.abort(new Error('Enough'))
        return fetch(request)
      },
    })
    const [one, other] = await Promise.allSettled([shared.getUser({ signal: impatient.signal }), shared.getUser()])
    expect(one).toMatchObject({ status: 'rejected', reason: { message: 'Enough' } })
    expect(other).toMatchObject({ status: 'fulfilled', value: { email: 'alice@example.com' } })
  })
})
