import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { beforeAll, describe, expect, test } from 'vitest'
import type { components } from '../../src/generated/contract.ts'
import { operations } from '../../src/generated/handlers.ts'
import { belongings } from '../support/belongings.ts'
import { frontEndUser } from '../support/front-end.ts'
import { pagesFrom } from '../support/pages.ts'
import { testService } from '../support/service.ts'
import type { Client } from '../support/service.ts'
import { createTask } from '../support/tasks.ts'

type Task = components['schemas']['Task']

// One service gives up soon, for statements that have to wait; the other has time for the rest, however slow the machine.
const impatient = testService({ settings: { readTimeoutMs: 300 } })
const service = testService()
const maxBytes = 2_000_000

/** Runs some requests while whatever reads tasks has to wait. */
async function whileTasksAreLocked<Result>(work: () => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: impatient.database.url })
  await client.connect()
  try {
    await client.query('begin')
    await client.query('lock table tasks in access exclusive mode')
    return await work()
  } finally {
    await client.end()
  }
}

describe('a statement that takes longer than it may', () => {
  const costly = { type: '/docs/problems/request-too-costly', status: 400 }

  test.each([
    ['tasks?search=milk', 'list_id'],
    ['tasks', 'list_id'],
    ['stats', 'fewer days'],
  ])('400: of GET %s, and the problem says how to ask for less', async (path, hint) => {
    const { body, headers } = await whileTasksAreLocked(() => impatient.alice.get(`/api/me/${path}`).expect(400))
    expect(body).toMatchObject({ ...costly, detail: expect.stringContaining(hint) })
    expect(headers).not.toHaveProperty('retry-after')
  })

  test('503: where the cost is not due to what the user has', async () => {
    const { id } = await createTask(impatient.alice)
    await whileTasksAreLocked(() => impatient.alice.get(`/api/me/tasks/${id}`).expect(503))
  })

  test('400: in a batch, with its place', async () => {
    const operations = [{ operationId: 'listLists' }, { operationId: 'listTasks' }]
    const { body } = await whileTasksAreLocked(() => impatient.alice.post('/api/me/batch', { operations }).expect(400))
    expect(body).toMatchObject(costly)
  })
})

describe('a batch that takes longer than it may', () => {
  const writeTimeoutMs = 3_000
  const listLists: typeof operations.listLists = async (request) => {
    await pause(writeTimeoutMs + 10)
    return operations.listLists(request)
  }
  const hurried = testService({ settings: { writeTimeoutMs }, handlers: { ...operations, listLists } })

  test('400: no operation starts after that, and nothing is done', async () => {
    const create = { operationId: 'createTask', body: { title: 'Buy milk' } }
    const { body } = await hurried.alice.post('/api/me/batch', { operations: [create, { operationId: 'listLists' }, create] }).expect(400)
    expect(body).toMatchObject({ type: '/docs/problems/request-too-costly', detail: expect.stringContaining('longer than 3 seconds') })
    const { body: tasks } = await hurried.alice.get('/api/me/tasks').expect(200)
    expect(tasks).toEqual([])
  })
})

describe('many long strings', () => {
  // Of the 1,000 characters of a description each takes six bytes of JSON.
  let carol: Client
  beforeAll(async () => {
    carol = frontEndUser(service, 'costs-carol')
    await fill()
  })
  const fill = async (): Promise<void> => {
    const { body } = await carol.get('/api/me').expect(200)
    const text = `insert into tasks (user_id, title, description) select ${body.id}, n::text, repeat(chr(1), 1000) from generate_series(1, 500) n`
    await service.database.superuser(text)
  }

  test('200: a page ends early, and Link continues from there', async () => {
    const pages = await pagesFrom<Task>(carol, '/api/me/tasks')
    expect(pages.length).toBeGreaterThan(1)
    for (const page of pages) expect(Buffer.byteLength(JSON.stringify(page))).toBeLessThanOrEqual(maxBytes)
    expect(pages.flat().map(({ title }) => title)).toEqual(Array.from({ length: 500 }, (_, index) => `${index + 1}`))
  })

  test('400: a batch whose responses would be longer, and nothing is done', async () => {
    const before = await belongings(service.database, service.alice.id)
    const operations = [{ operationId: 'createTask', body: { title: 'x' } }, { operationId: 'listTasks' }, { operationId: 'listTasks' }]
    const { body } = await carol.post('/api/me/batch', { operations }).expect(400)
    expect(body).toMatchObject({ type: '/docs/problems/request-too-costly', detail: expect.stringContaining(`${maxBytes} bytes`) })
    expect(await belongings(service.database, service.alice.id)).toEqual(before)
  })

  test('200: with atomic false, those that fit succeed', async () => {
    const operations = [{ operationId: 'listTasks' }, { operationId: 'listTasks' }, { operationId: 'listTasks', query: { limit: 1 } }]
    const answer = await carol.post('/api/me/batch', { atomic: false, operations }).expect(200)
    const { results }: { results: { status: number }[] } = answer.body
    expect(results.map(({ status }) => status)).toEqual([200, 400, 400])
  })

  test('400: statistics by tags that are more than fit into a response', async () => {
    const dave = frontEndUser(service, 'costs-dave')
    const { body: user } = await dave.get('/api/me').expect(200)
    // Of the 50 characters of a name each takes six bytes of JSON.
    const names = "array(select n || ' ' || k || repeat(chr(1), 43) from generate_series(1, 50) k)"
    const fillTags = async (tasks: number): Promise<void> => {
      await service.database.superuser(
        `insert into tasks (user_id, title, tags, tag_keys) select ${user.id}, 'x', names, names from generate_series(1, ${tasks}) n, lateral (select ${names} as names) named`,
      )
      await service.database.superuser(
        `insert into tags (user_id, name, name_key) select user_id, name, '' from tasks, unnest(tags) as name where user_id = ${user.id}
         on conflict on constraint tags_name_taken do nothing`,
      )
    }
    await fillTags(100)
    const { text } = await dave.get('/api/me/stats').expect(200)
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(maxBytes)
    await service.database.superuser(`delete from tasks where user_id = ${user.id}`)
    await fillTags(199)
    const { body } = await dave.get('/api/me/stats').expect(400)
    expect(body).toMatchObject({ type: '/docs/problems/request-too-costly', detail: expect.stringContaining('shorter names') })
  })

  test('400: a response that is too long to be kept for its Idempotency-Key', async () => {
    const operations = [
      { operationId: 'createTask', body: { title: 'x' } },
      { operationId: 'listTasks', query: { limit: 100 } },
    ]
    const { body } = await carol.post('/api/me/batch', { operations }).set('Idempotency-Key', randomUUID()).expect(400)
    expect(body).toMatchObject({ type: '/docs/problems/request-too-costly', detail: expect.stringContaining('250000 bytes') })
    await carol.post('/api/me/batch', { operations }).expect(200)
  })
})
