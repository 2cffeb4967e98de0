import { beforeAll, describe, expect, test } from 'vitest'
import { createTaskpact } from '../../src/client/index.ts'
import type { Task, Taskpact, TaskpactProblem } from '../../src/client/index.ts'
import { loadContract } from '../../src/contract/contract.ts'
import { notingFetch, problemOf } from '../support/sdk.ts'
import { testService } from '../support/service.ts'

const service = testService()

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
    const { operations } = loadContract()
    const idsOf = (areOfUsers: boolean) => operations.filter(({ path }) => path.startsWith('/api/') === areOfUsers).map(({ id }) => id)
    expect(Object.keys(alice).sort()).toEqual([...idsOf(true), 'each', 'follow', 'followPages', 'http', 'pages', 'service'].sort())
    expect(Object.keys(alice.service)).toEqual(idsOf(false))
  })

  test('with a personal access token, what it has a scope for', async () => {
    const { secret } = await alice.createToken({ body: { name: 'Script', scopes: ['tasks:write'] } })
    const script = createTaskpact({ url: service.url, token: secret })
    expect(await script.createTask({ body: { title: 'Buy milk' } })).toMatchObject({ title: 'Buy milk' })
    expect(await problemOf(script.listTasks())).toMatchObject({ status: 403, kind: 'insufficient-scope', message: expect.stringContaining('tasks:read') })
  })

  test('a response that is not JSON is returned as a string', async () => {
    expect(await alice.service.getOpenapiYaml()).toBe(loadContract().text)
    expect(await alice.service.getMetrics()).toContain('# TYPE')
  })

  test('a refusal is thrown as a TaskpactProblem, with the fields at fault', async () => {
    const problem = await problemOf(alice.createTask({ body: { title: ' ' } }))
    expect(problem).toMatchObject({
      name: 'TaskpactProblem',
      status: 400,
      operationId: 'createTask',
      kind: 'invalid-request',
      type: '/docs/problems/invalid-request',
      title: 'The request does not match the contract',
      detail: 'title must not be blank or contain the NUL character',
      message: 'createTask: 400: title must not be blank or contain the NUL character',
      errors: [{ pointer: '#/title', detail: 'must not be blank or contain the NUL character' }],
    })
    expect(problem.response.headers.get('X-Request-Id')).toMatch(/^[\w-]{36}$/)
  })

  test('a refusal by something that knows no problem documents is one all the same', async () => {
    const proxy = createTaskpact({ url: service.url, retries: 0, fetch: () => Promise.resolve(new Response('<h1>Bad gateway</h1>', { status: 502 })) })
    expect(await problemOf(proxy.getUser())).toMatchObject({
      status: 502,
      kind: null,
      type: 'about:blank',
      errors: [],
      message: expect.stringContaining('502'),
    })
  })

  test('a problem has the stack of the call, awaited there or not', async () => {
    function mistakenCaller() {
      return alice.createTask({ body: { title: ' ' } })
    }
    async function mistakenReader() {
      for await (const task of alice.each('listTasks', { query: { limit: 0 } })) expect.fail(task.title)
    }
    expect((await problemOf(mistakenCaller())).stack).toMatch(/^TaskpactProblem: createTask: 400: title .+\n +at [^]*mistakenCaller .*sdk\.test\.ts/)
    expect((await problemOf(mistakenReader())).stack).toMatch(/^TaskpactProblem: listTasks: 400: limit .+\n +at [^]*mistakenReader .*sdk\.test\.ts/)
  })

  test('ifMatch takes a task, list or tag, and sends its version', async () => {
    const task = await alice.createTask({ body: { title: 'Buy milk', tags: ['errands'] } })
    await alice.patchTask({ params: { id: task.id }, ifMatch: task, body: { title: 'Buy oat milk' } })
    expect(await problemOf(alice.patchTask({ params: { id: task.id }, ifMatch: task, body: { title: 'Buy soy milk' } }))).toMatchObject({
      status: 412,
      kind: 'precondition-failed',
    })
    const list = await alice.createList({ body: { name: 'Home' } })
    expect(await alice.updateList({ params: { id: list.id }, ifMatch: list, body: { name: 'House' } })).toMatchObject({ version: 2 })
  })

  test.each([
    ['a missing URL', '', 'it is missing.'],
    ['a relative URL', '/tasks', 'not "/tasks".'],
    ['a URL without its scheme', 'localhost:8000', 'not "localhost:8000".'],
  ])('%s is refused at once', (_, url, fault) => {
    expect(() => createTaskpact({ url })).toThrow(
      new TypeError(`createTaskpact: url must be the address of the service, such as "https://tasks.example.com"; ${fault}`),
    )
  })

  test('what the contract does not know is refused, in words', async () => {
    const body = { title: 'Buy milk', color: 'white' }
    expect((await problemOf(alice.createTask({ body }))).errors).toEqual([{ pointer: '#/color', detail: 'is not a field of this operation' }])
  })

  test('a preference of the caller is sent as well, and takes precedence', async () => {
    const before = await alice.listTasks()
    await alice.createTask({ body: { title: 'Rehearsed' }, headers: { Prefer: 'dry-run' } })
    expect(await alice.listTasks()).toEqual(before)
    const body = { title: 'Buy milk', color: 'white' }
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
  const { fetch, paths } = notingFetch()
  let many: Taskpact
  beforeAll(async () => {
    many = createTaskpact({ url: service.url, token: (await service.register('many')).token, fetch })
    await many.executeBatch({ body: { operations: Array.from({ length: 25 }, (_, index) => ({ operationId: 'createTask', body: { title: String(index) } })) } })
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
    paths.length = 0
    for await (const task of many.each('listTasks', { query: { limit: 10 } })) if (task.title === '4') break
    expect(paths).toEqual(['/api/me/tasks'])
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
      // @ts-expect-error it can be created whatever the version of another
      (task: Task) => alice.createTask({ ifMatch: task, body: { title: 'Buy milk' } }),
      // @ts-expect-error no problem is of that kind
      ({ kind }: TaskpactProblem) => kind === 'precondition-fail',
      // @ts-expect-error nothing of its kind is sent with it
      () => many.logoutUser({ body: {} }),
    ]
    expect(mistakes).toHaveLength(7)
  })
})
