import { describe, expect } from 'vitest'
import { expectMismatch, expectReplayed } from '../support/idempotency.ts'
import { belongings } from '../support/belongings.ts'
import { testsOf } from '../support/operation-tests.ts'
import { testService } from '../support/service.ts'
import { countStatuses } from '../support/statuses.ts'
import { createTask } from '../support/tasks.ts'
import type { Task } from '../support/tasks.ts'

const test = testsOf('executeBatch')
const service = testService()

const create = (title: string) => ({ operationId: 'createTask', body: { title } })
const batch = (operations: object[], atomic = true) => service.alice.post('/api/me/batch', { atomic, operations })
const titles = async (): Promise<string[]> => {
  const { body } = await service.alice.get('/api/me/tasks').expect(200)
  return (body as Task[]).map(({ title }) => title) // as the contract has it
}

const statusesOf = ({ results }: { results: { status: number }[] }): number[] => results.map(({ status }) => status)

describe('executeBatch', () => {
  test('200: each answer as the operation would have got it by itself', async () => {
    const task = await createTask(service.alice)
    const params = { id: task.id }
    const { body } = await batch([create('Buy bread'), { operationId: 'getTask', params }, { operationId: 'deleteTask', params }]).expect(200)
    const [created, found, deleted] = body.results
    expect(created).toMatchObject({ status: 201, headers: { ETag: '"1"', Location: `/api/${service.alice.id}/tasks/${created.body.id}` } })
    expect(created.body).toEqual((await service.alice.get(created.headers.Location).expect(200)).body)
    expect(found).toEqual({ status: 200, headers: { ETag: '"1"' }, body: task })
    expect(deleted).toEqual({ status: 204, headers: {} })
    await service.alice.get(`/api/me/tasks/${task.id}`).expect(404)
  })

  test('200: an operation uses what an earlier one answered', async () => {
    const id = { $result: 0, pointer: '/id' }
    const operations = [
      create('Buy butter'),
      { operationId: 'completeTask', params: { user_id: { $result: 0, pointer: '/user_id' }, id }, body: { completed: true } },
      { operationId: 'patchTask', params: { id }, body: { description: { $result: 1, pointer: '/title' } }, if_match: '"2"' },
    ]
    const { body } = await batch(operations).expect(200)
    expect(body.results[2]).toMatchObject({ status: 200, body: { completed: true, description: 'Buy butter', version: 3 } })
  })

  test('200: $answer is another name of $result', async () => {
    const { body } = await batch([create('Buy jam'), { operationId: 'getTask', params: { id: { $answer: 0, pointer: '/id' } } }]).expect(200)
    expect(body.results[1].body).toEqual(body.results[0].body)
    const { body: problem } = await batch([{ operationId: 'getTask', params: { id: { $answer: 1, pointer: '/id' } } }]).expect(400)
    expect(problem.errors).toMatchObject([{ pointer: '#/operations/0/params/id/$answer' }])
  })

  test('200: a query with numbers, and a list that a later operation looks into', async () => {
    const { body } = await batch([
      { operationId: 'listTasks', query: { limit: 1 } },
      { operationId: 'getTask', params: { id: { $result: 0, pointer: '/0/id' } } },
    ]).expect(200)
    expect(body.results[1].body).toEqual(body.results[0].body[0])
  })

  test('200: with atomic false, failed operations are among the results and change nothing', async () => {
    const before = await titles()
    const operations = [
      create('The first'),
      { operationId: 'createTask', body: { title: '' } },
      { operationId: 'getTask', params: { id: 9007199254740991 } },
      { operationId: 'deleteTask', params: { id: { $result: 1, pointer: '/id' } } },
      create('The last'),
    ]
    const { body } = await batch(operations, false).expect(200)
    expect(statusesOf(body)).toEqual([201, 400, 404, 400, 201])
    expect(body.results[1].body).toMatchObject({ type: '/docs/problems/invalid-request', errors: [{ pointer: '#/operations/1/body/title' }, {}] })
    expect(body.results[3].body.errors).toEqual([{ pointer: '#/operations/3/params/id/$result', detail: 'refers to an operation that failed' }])
    expect(await titles()).toEqual([...before, 'The first', 'The last'])
  })

  test('200: a hundred operations', async () => {
    const { body } = await batch(Array.from({ length: 100 }, (_, index) => create(`Task ${index}`))).expect(200)
    expect(countStatuses(statusesOf(body))).toEqual({ 201: 100 })
  })

  test('200: a key covers the whole', async () => {
    const before = await titles()
    await expectReplayed(() => batch([create('Once'), create('And once')]))
    expect(await titles()).toEqual([...before, 'Once', 'And once'])
  })

  test('200: every operation counts as a request', async () => {
    const left = async (operations: object[]) => Number(/r=(\d+)/.exec((await batch(operations).expect(200)).headers['ratelimit'] ?? '')?.[1])
    const read = { operationId: 'listTasks', query: { limit: 1 } }
    const one = await left([read])
    expect(one - (await left([read, read, read, read, read]))).toBe(5)
  })

  test.each([
    ['none', [], '#/operations', 'must not have fewer than 1 items'],
    ['a hundred and one', Array.from({ length: 101 }, () => create('x')), '#/operations', 'must not have more than 100 items'],
    ['one without a name', [{ body: {} }], '#/operations/0/operationId', 'is required'],
    ['an unknown operation', [{ operationId: 'fetchTask' }], '#/operations/0/operationId', expect.stringContaining('createTask')],
    ['a batch', [{ operationId: 'executeBatch', body: { operations: [] } }], '#/operations/0/operationId', expect.stringContaining('must be one of')],
    ['a sign-in', [{ operationId: 'loginUser', body: {} }], '#/operations/0/operationId', expect.stringContaining('must be one of')],
    ['one that deletes the account', [{ operationId: 'deleteUser' }], '#/operations/0/operationId', expect.stringContaining('must be one of')],
    ['one without its body', [{ operationId: 'createTask' }], '#/operations/0/body', 'is required'],
    ['one without its id', [{ operationId: 'getTask' }], '#/operations/0/params/id', 'must be an integer'],
    ['an id that is no integer', [{ operationId: 'getTask', params: { id: 1.5 } }], '#/operations/0/params/id', 'must be an integer'],
    ['a query beyond its bounds', [{ operationId: 'listTasks', query: { limit: 0 } }], '#/operations/0/query/limit', 'must be >= 1'],
    ['an invalid If-Match', [{ operationId: 'deleteTask', params: { id: 1 }, if_match: '3' }], '#/operations/0/if_match', expect.any(String)],
    [
      'a reference to itself',
      [{ operationId: 'getTask', params: { id: { $result: 0, pointer: '/id' } } }],
      '#/operations/0/params/id/$result',
      expect.any(String),
    ],
    [
      'a reference that leads nowhere',
      [create('x'), { operationId: 'getTask', params: { id: { $result: 0, pointer: '/ids' } } }],
      '#/operations/1/params/id/pointer',
      'does not exist in that response',
    ],
    [
      'a reference to more than fifty values',
      [
        ...Array.from({ length: 4 }, () => create('x')),
        { operationId: 'listTasks' },
        { operationId: 'createTask', body: { title: 'y', tags: { $result: 4, pointer: '' } } },
      ],
      '#/operations/5/body/tags/pointer',
      'must refer to at most 50 values',
    ],
    [
      'references that put in too much',
      [
        { operationId: 'createTask', body: { title: 'x', description: 'd'.repeat(1_000) } },
        { operationId: 'createTask', body: { title: 'y', notes: Array.from({ length: 101 }, () => ({ $result: 0, pointer: '/description' })) } },
      ],
      '#/operations/1/body/notes/99',
      expect.stringContaining('100000 characters'),
    ],
    [
      'a query parameter that the operation does not have',
      [{ operationId: 'listTasks', query: { 'a/b': 1 } }],
      '#/operations/0/query/a~1b',
      'is not a parameter of this operation',
    ],
    [
      'a parameter in its path that the operation does not have',
      [{ operationId: 'listTasks', params: { id: 1 } }],
      '#/operations/0/params/id',
      'is not a parameter of this operation',
    ],
    [
      'a reference that is no pointer',
      [create('x'), { operationId: 'getTask', params: { id: { $result: 0, pointer: 'id' } } }],
      '#/operations/1/params/id/pointer',
      expect.any(String),
    ],
  ])('400: %s, and nothing is done', async (_, operations, pointer, detail) => {
    const before = await belongings(service.database, service.alice.id)
    const { body } = await batch(operations).expect(400)
    expect(body.errors).toContainEqual({ pointer, detail })
    expect({ ...(await belongings(service.database, service.alice.id)), rate_limits: null }).toEqual({ ...before, rate_limits: null })
  })

  test('400: unknown fields of its operations, for those who want to be told', async () => {
    const operations = [{ operationId: 'createTask', body: { title: 'x', color: 'red' } }]
    const { body } = await batch(operations).set('Prefer', 'handling=strict').expect(400)
    expect(body.errors).toEqual([{ pointer: '#/operations/0/body/color', detail: 'is not a field of this operation' }])
  })

  test("403: another user's path in an operation, whose user is untouched", async () => {
    const before = await belongings(service.database, service.bob.id)
    for (const atomic of [true, false]) {
      const operations = [{ operationId: 'createTask', params: { user_id: service.bob.id }, body: { title: 'His' } }]
      const { body, status } = await batch(operations, atomic)
      expect(atomic ? status : body.results[0].status).toBe(403)
    }
    expect(await belongings(service.database, service.bob.id)).toEqual(before)
  })

  test("404: another user's task, and what was done before it is undone", async () => {
    const { body: his } = await service.bob.post('/api/me/tasks', { title: 'His' }).expect(201)
    const before = [await titles(), await belongings(service.database, service.bob.id)]
    for (const operationId of ['getTask', 'deleteTask', 'completeTask']) {
      await batch([create('Undone'), { operationId, params: { id: his.id } }]).expect(404)
    }
    expect([await titles(), await belongings(service.database, service.bob.id)]).toEqual(before)
  })

  test('412: a version that is no longer there', async () => {
    const task = await createTask(service.alice)
    const operation = { operationId: 'patchTask', params: { id: task.id }, body: { title: 'x' }, if_match: '"7"' }
    const { body } = await batch([operation]).expect(412)
    expect(body.errors).toEqual([{ pointer: '#/operations/0/if_match', detail: 'is not the current version' }])
  })

  test('422: a key that came with other operations', async () => {
    await expectMismatch(batch([create('One')]), batch([create('Another')]))
  })
})
