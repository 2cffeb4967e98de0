import { describe, expect, test } from 'vitest'
import { operations } from '../../src/generated/handlers.ts'
import { testService } from '../support/service.ts'

/** The turns of the event loop, counted from the first. */
const turns = { count: 0, running: false }
const countTurns = (): void => {
  turns.count += 1
  if (turns.running) setImmediate(countTurns)
}

/** The turns in which the title of the first task of a page was read: to be checked, and to be serialized. */
const readAt = new Set<number>()
let foundAt = 0

const service = testService({
  handlers: {
    ...operations,
    listTasks: async (request) => {
      const page = await operations.listTasks(request)
      if (!('body' in page) || !page.body[0]) return page
      const { title } = page.body[0]
      Object.defineProperty(page.body[0], 'title', {
        enumerable: true,
        get: () => {
          readAt.add(turns.count)
          return title
        },
      })
      foundAt = turns.count
      return page
    },
  },
})

describe('a page of a thousand tasks', () => {
  test('200: it is found, checked and serialized in turns of the event loop of their own', async () => {
    await service.database.superuser(`insert into tasks (user_id, title) select ${service.alice.id}, n::text from generate_series(1, 1000) n`)
    turns.running = true
    countTurns()
    const { body } = await service.alice.get('/api/me/tasks?limit=1000').expect(200)
    turns.running = false
    expect(body).toHaveLength(1_000)
    expect(new Set([foundAt, ...readAt]).size).toBe(3)
  })
})
