import { beforeAll, describe, expect, test } from 'vitest'
import type { TestContext } from 'vitest'
import { createTaskpact } from '../../src/client/index.ts'
import type { Taskpact } from '../../src/client/index.ts'
import { loadContract, resolve } from '../../src/contract/contract.ts'
import { flakyWay } from '../support/flaky.ts'
import { login, problemOf, staleSession, storeOf } from '../support/sdk.ts'
import { testService } from '../support/service.ts'

const service = testService()

let alice: Taskpact
beforeAll(() => void (alice = createTaskpact({ url: service.url, token: service.alice.token })))

// Adjacent blocks that are concurrent run together, so that their waits overlap.
describe.concurrent('lost connections', () => {
  /** A way on which so many answers are lost, and a client that takes it. */
  async function losing(lose: number, onTestFinished: TestContext['onTestFinished']) {
    const way = await flakyWay(service.url)
    onTestFinished(() => way.close())
    way.lose = lose
    return { way, lossy: createTaskpact({ url: way.url, token: service.alice.token }) }
  }

  test('a POST whose answers are lost is carried out once', async ({ expect, onTestFinished }) => {
    const { way, lossy } = await losing(3, onTestFinished)
    const { id } = await lossy.createTask({ body: { title: 'Lost thrice' } })
    expect(way.lose).toBe(0)
    expect((await alice.listTasks()).filter(({ title }) => title === 'Lost thrice')).toMatchObject([{ id }])
  })

  test('a PATCH that completes a recurring task completes one occurrence of it', async ({ expect, onTestFinished }) => {
    const { id } = await alice.createTask({ body: { title: 'Weekly', due: { date: '2026-11-21' }, recurrence: { rule: 'FREQ=WEEKLY' } } })
    const { lossy } = await losing(2, onTestFinished)
    expect(await lossy.completeTask({ params: { id }, body: { completed: true } })).toMatchObject({ due: { date: '2026-11-28' } })
    expect(await alice.getTask({ params: { id } })).toMatchObject({ due: { date: '2026-11-28' } })
  })

  test('a PATCH with If-Match does not meet its own change', async ({ expect, onTestFinished }) => {
    const { id } = await alice.createTask({ body: { title: 'Once' } })
    const { lossy } = await losing(1, onTestFinished)
    expect(await lossy.patchTask({ params: { id }, headers: { 'If-Match': '"1"' }, body: { title: 'Twice' } })).toMatchObject({ version: 2 })
  })

  test('a DELETE that was carried out is not found missing', async ({ expect, onTestFinished }) => {
    const { id } = await alice.createTask({ body: { title: 'Going' } })
    const { lossy } = await losing(1, onTestFinished)
    await lossy.deleteTask({ params: { id } })
    expect((await problemOf(lossy.deleteTask({ params: { id } }))).status).toBe(404)
  })

  test('a PUT is not sent again, as it would complete the next occurrence too', async ({ expect, onTestFinished }) => {
    const { id } = await alice.createTask({ body: { title: 'Weekly', due: { date: '2026-11-21' }, recurrence: { rule: 'FREQ=WEEKLY' } } })
    const { lossy } = await losing(1, onTestFinished)
    await expect(lossy.updateTask({ params: { id }, body: { completed: true } })).rejects.toThrow(TypeError)
    expect(await alice.getTask({ params: { id } })).toMatchObject({ due: { date: '2026-11-28' } })
  })

  test('a log-out that was carried out is one', async ({ onTestFinished }) => {
    const { way } = await losing(0, onTestFinished)
    const leaving = createTaskpact({ url: way.url, store: storeOf() })
    await leaving.loginUser({ body: login('bob') })
    way.lose = 1
    await leaving.logoutUser()
  })

  test('it gives up in the end, with what fetch says', async ({ expect, onTestFinished }) => {
    const { way } = await losing(Infinity, onTestFinished)
    await expect(createTaskpact({ url: way.url, token: service.alice.token, retries: 1 }).getUser()).rejects.toThrow(TypeError)
  })
})

describe.concurrent('a busy service', () => {
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

  test('is asked again after as long as it says, with the same Idempotency-Key', async ({ expect }) => {
    const { client, sent } = meeting([
      [503, '1'],
      [429, null],
    ])
    await client.createTask({ body: { title: 'In time' } })
    const [first, second, third] = sent
    const key: unknown = expect.stringMatching(/^[\da-f]{32}$/)
    expect(sent).toMatchObject([{ key }, { key: first?.key }, { key: first?.key }])
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThan(1_000)
    expect((third?.at ?? 0) - (second?.at ?? 0)).toBeGreaterThan(200)
  })

  test('is asked again about a request that is still being carried out', async ({ expect }) => {
    const { client, sent } = meeting([[409, '0']])
    await client.createTask({ body: { title: 'In flight' } })
    expect(sent).toMatchObject([{ key: sent[0]?.key }, { key: sent[0]?.key }])
  })

  test('a date in Retry-After counts too', async ({ expect }) => {
    // HTTP's dates have whole seconds.
    const date = new Date(Date.now() + 2_000).toUTCString()
    const { client, sent } = meeting([[503, date]])
    await client.getUser()
    expect(sent).toEqual([expect.anything(), expect.anything()])
    expect(performance.timeOrigin + (sent[1]?.at ?? 0)).toBeGreaterThan(Date.parse(date))
  })

  test('that wants a longer wait than one has is not waited for', async ({ expect }) => {
    const { client, sent } = meeting([[429, '60']], { longestWait: 5_000 })
    expect(await problemOf(client.getUser())).toMatchObject({ status: 429 })
    expect(sent).toEqual([expect.anything()])
  })

  test('is asked again to PUT only where it says that nothing was done', async ({ expect }) => {
    const { id } = await alice.createTask({ body: { title: 'Put' } })
    const refused = meeting([[429, '0']])
    expect(await refused.client.updateTask({ params: { id }, body: { title: 'Put once' } })).toMatchObject({ title: 'Put once' })
    const lost = meeting([[503, '0']])
    expect((await problemOf(lost.client.updateTask({ params: { id }, body: { title: 'Put twice' } }))).status).toBe(503)
  })

  test('an abort ends the wait at once', async ({ expect }) => {
    // Longer than the test may take.
    const { client, sent } = meeting([[503, '600']], { longestWait: 600_000 })
    await expect(client.getUser({ signal: AbortSignal.timeout(200) })).rejects.toThrow(expect.objectContaining({ name: 'TimeoutError' }))
    expect(sent).toEqual([expect.anything()])
  })
})

describe('aborting', () => {
  test('ends a request that is under way, and is not tried again', async () => {
    let tries = 0
    const leaving = new AbortController()
    const slow = createTaskpact({
      url: service.url,
      token: service.alice.token,
      fetch: (request) => {
        tries += 1
        return new Promise((_, reject) => {
          request.signal.addEventListener('abort', () => reject(new TypeError('aborted')))
          leaving.abort()
        })
      },
    })
    await expect(slow.getUser({ signal: leaving.signal })).rejects.toThrow(TypeError)
    expect(tries).toBe(1)
  })

  test('ends the wait for a fresh token for the one, and not for the others', async () => {
    const impatient = new AbortController()
    const store = storeOf(await staleSession(service, 'alice'))
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
