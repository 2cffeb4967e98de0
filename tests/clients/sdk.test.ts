import { beforeAll, describe, expect, test } from 'vitest'
import { createTaskpact } from '../../src/client/index.ts'
import type { Taskpact } from '../../src/client/index.ts'
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
    expect(Object.keys(alice)).toEqual(expect.arrayContaining(loadContract().operations.map(({ id }) => id)))
  })

  test('an answer that is not JSON comes as a text', async () => {
    expect(await alice.getOpenapiYaml()).toBe(loadContract().text)
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
    const body = { title: 'Buy milk', color: 'white' }
    expect((await problemOf(alice.createTask({ body }))).errors).toEqual([{ pointer: '#/color', detail: 'is not a field of this operation' }])
  })

  test('a preference of the caller is kept beside that, and goes before it', async () => {
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
      // @ts-expect-error nothing of its kind is sent with it
      () => many.logoutUser({ body: {} }),
    ]
    expect(mistakes).toHaveLength(5)
  })
})
