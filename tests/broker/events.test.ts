import { jetstreamManager } from '@nats-io/jetstream'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createBroker } from '../support/broker.ts'
import type { Stored, TestBroker } from '../support/broker.ts'
import { brokerSettings, untilPublished } from '../support/published.ts'
import { start } from '../support/service.ts'
import type { TestService } from '../support/service.ts'
import { createTask } from '../support/tasks.ts'

let broker: TestBroker
let service: TestService
beforeAll(async () => {
  broker = await createBroker()
  await broker.start()
  service = await start({ settings: { events: brokerSettings(broker.url), publicUrl: 'https://tasks.example.com' } })
})
afterAll(async () => {
  await service.running.stop(true)
  await service.database.drop()
  await broker.remove()
})

/** What is published of a user until a condition holds. */
async function publishedOf(userId: number, isComplete: (stored: Stored[]) => boolean): Promise<Stored[]> {
  return vi.waitFor(
    async () => {
      const stored = (await broker.read()).filter(({ event }) => event.userid === String(userId))
      expect(isComplete(stored)).toBe(true)
      return stored
    },
    { timeout: 60_000, interval: 100 },
  )
}

const on = (stored: Stored[], subject: string): Stored[] => stored.filter((each) => each.subject === subject)

describe('a change of a task', () => {
  test('is published on a subject of its own, on task-updates and on task-events', async () => {
    const carol = await service.register('carol')
    const task = await createTask(carol)
    await carol.patch(`/api/me/tasks/${task.id}`, { title: 'Buy oat milk' }).expect(200)
    const { body: completed } = await carol.patch(`/api/me/tasks/${task.id}/complete`, { completed: true }).expect(200)
    await carol.delete(`/api/me/tasks/${task.id}`).expect(204)
    await carol.post(`/api/me/tasks/${task.id}/restore`).expect(200)
    const stored = await publishedOf(carol.id, (all) => on(all, 'task-events').length >= 5)

    const own = stored.filter(({ subject }) => subject.startsWith(`taskpact.${carol.id}.task.`))
    expect(own.map(({ subject }) => subject.split('.').at(-1))).toEqual(['created', 'updated', 'completed', 'deleted', 'restored'])
    expect(own[0]?.event.data).toMatchObject({ type: 'task.created', data: task, previous: {} })
    expect(own[1]?.event.data).toMatchObject({ data: { title: 'Buy oat milk', version: 2 }, previous: { title: 'Buy milk' } })
    expect(own[2]?.event.data).toMatchObject({ data: completed })
    expect(own[3]?.event.data).toMatchObject({ data: { id: task.id }, previous: {} })

    expect(on(stored, 'task-updates').map(({ event }) => event.data)).toEqual(own.map(({ event }) => event.data))
    const taskEvents = on(stored, 'task-events').map(({ event }) => event.data)
    expect(taskEvents.map((data) => data['event_type'])).toEqual(['created', 'updated', 'completed', 'deleted', 'created'])
    expect(taskEvents[2]).toEqual({ event_type: 'completed', task_id: task.id, task_data: completed, user_id: carol.id, timestamp: own[2]?.event.time })
  })

  test('is a CloudEvent 1.0 in JSON, whose id is the one of the message', async () => {
    const dan = await service.register('dan')
    const task = await createTask(dan)
    const stored = await publishedOf(dan.id, (all) => all.length >= 3)
    expect(new Set(stored.map(({ id }) => id)).size).toBe(stored.length)
    for (const { id, contentType, event } of stored) {
      expect(contentType).toBe('application/cloudevents+json')
      expect(event.id).toBe(id)
      expect(event).toMatchObject({ specversion: '1.0', source: '/taskpact', subject: `task/${task.id}`, datacontenttype: 'application/json' })
      expect(event.dataschema).toMatch(/^https:\/\/tasks\.example\.com\/asyncapi\.json#\/components\/schemas\/(TaskChange|TaskEvent)$/)
      expect(Object.keys(event).filter((name) => !/^[a-z0-9]{1,20}$/.test(name))).toEqual([])
    }
    expect(stored.map(({ event }) => event.type)).toEqual(['taskpact.task.created', 'taskpact.task.created', 'taskpact.task-event'])
  })
})

test('changes of lists, tags, occurrences and the account have a subject of their own each, and no other', async () => {
  const erin = await service.register('erin')
  await erin.post('/api/me/lists', { name: 'Errands' }).expect(201)
  const { id } = await createTask(erin, { tags: ['home'], due: { date: '2026-11-21' }, recurrence: 'FREQ=DAILY' })
  await erin.patch(`/api/me/tasks/${id}/complete`, { completed: true }).expect(200)
  await erin.patch('/api/me', { name: 'Erin' }).expect(200)
  await untilPublished(service.database)
  const stored = (await broker.read()).filter(({ event }) => event.userid === String(erin.id))
  const subjects = new Set(stored.map(({ subject }) => subject).filter((subject) => !subject.includes('task') || subject.startsWith('taskpact.')))
  const events = ['list.created', 'occurrence.created', 'tag.created', 'task.created', 'task.updated', 'user.updated']
  expect([...subjects].sort()).toEqual(events.map((event) => `taskpact.${erin.id}.${event}`))
  expect(new Set(stored.filter(({ subject }) => !subject.startsWith('taskpact.')).map(({ event }) => event.subject))).toEqual(new Set([`task/${id}`]))
})

test('a dry run, and a request that fails, publish nothing', async () => {
  const frank = await service.register('frank')
  await service.client({ Authorization: `Bearer ${frank.token}`, Prefer: 'dry-run' }).post('/api/me/tasks', { title: 'Nothing' })
  await frank.post('/api/me/tasks', { title: '' }).expect(400)
  await createTask(frank, { title: 'Something' })
  const stored = await publishedOf(frank.id, (all) => all.length >= 3)
  expect(stored.map(({ event }) => event.sequence)).toEqual(Array.from({ length: 3 }, () => '0000000000000001.0000000001'))
})

test('changes of a transaction are published in their order, and numbers have no gaps', async () => {
  const grace = await service.register('grace')
  const operations = Array.from({ length: 50 }, (_, index) => ({ operation: 'createTask', body: { title: `Task ${index}` } }))
  await grace.post('/api/me/batch', { atomic: true, operations })
  for (let index = 0; index < 10; index += 1) await createTask(grace, { title: `Later ${index}` })
  const stored = await publishedOf(grace.id, (all) => on(all, 'task-events').length >= 10)
  const sequences = stored.filter(({ subject }) => subject.startsWith('taskpact.')).map(({ event }) => event.sequence)
  expect(sequences).toEqual([...sequences].sort())
  expect(new Set(sequences).size).toBe(sequences.length)
})

test('each message is as the AsyncAPI document says', async () => {
  const { body: document } = await service.anyone.get('/asyncapi.json').expect(200)
  const ajv = new Ajv({ strict: false, schemas: { asyncapi: document } })
  addFormats.default(ajv)
  await untilPublished(service.database)
  const stored = await broker.read()
  expect(stored.length).toBeGreaterThan(20)
  for (const { subject, event } of stored) {
    const [, , type = 'task'] = subject.split('.')
    const name = subject === 'task-events' ? 'TaskEvent' : `${type.charAt(0).toUpperCase()}${type.slice(1)}Change`
    const isValid = ajv.validate({ $ref: `asyncapi#/components/messages/${name}/payload` }, event)
    expect([subject, isValid ? [] : ajv.errors]).toEqual([subject, []])
  }
})

test('the metrics count what is published, and nothing waits in the end', async () => {
  await untilPublished(service.database)
  await vi.waitFor(
    async () => {
      const { text } = await service.anyone.get('/metrics').expect(200)
      expect(text).toMatch(/^taskpact_events_waiting_seconds 0$/m)
      expect(text).toMatch(/^taskpact_events_(missed|failures)_total 0$/m)
      expect(Number(/^taskpact_events_published_total (\d+)$/m.exec(text)?.[1])).toBeGreaterThan(0)
    },
    { timeout: 60_000, interval: 100 },
  )
})

test('a stream that is there is left as it is', async () => {
  const own = await createBroker()
  await own.start()
  try {
    const subjects = ['taskpact.>', 'task-events', 'task-updates']
    await own.use(async (connection) => (await jetstreamManager(connection)).streams.add({ name: 'TASKPACT', subjects, max_msgs: 5 }))
    const other = await start({ settings: { events: brokerSettings(own.url) } })
    try {
      for (let count = 0; count < 4; count += 1) await createTask(other.alice)
      await untilPublished(other.database)
      expect(await own.read()).toHaveLength(5)
    } finally {
      await other.running.stop(true)
      await other.database.drop()
    }
  } finally {
    await own.remove()
  }
})

test.each(['server', 'stream'])('a change that is larger than the %s takes is left out and told of, and holds up nothing', async (limited) => {
  const own = await createBroker(limited === 'server' ? { max_payload: 4_096 } : {})
  await own.start()
  if (limited === 'stream') {
    const subjects = ['taskpact.>', 'task-events', 'task-updates']
    await own.use(async (connection) => (await jetstreamManager(connection)).streams.add({ name: 'TASKPACT', subjects, max_msg_size: 4_096 }))
  }
  const other = await start({ settings: { events: brokerSettings(own.url) } })
  try {
    await createTask(other.alice, { title: 'Small' })
    await createTask(other.alice, { title: 'Large', description: '🥛'.repeat(1_000) })
    await createTask(other.alice, { title: 'Small again' })
    await untilPublished(other.database)
    const tasks = (await own.read()).filter(({ subject }) => subject === 'task-events').map(({ event }) => event.data['task_data'])
    expect(tasks).toEqual([expect.objectContaining({ title: 'Small' }), expect.objectContaining({ title: 'Small again' })])
    expect(other.log).toContainEqual(expect.objectContaining({ user: other.alice.id, seq: 2, most: 4_096 }))
  } finally {
    await other.running.stop(true)
    await other.database.drop()
    await own.remove()
  }
})
