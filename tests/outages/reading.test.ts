import pg from 'pg'
import { beforeAll, describe, expect, test } from 'vitest'
import * as sql from '../../src/generated/sql.ts'
import { testService } from '../support/service.ts'
import { behindProxy, escapedErrors, onTheWire, titlesOf } from '../support/outages.ts'

const service = testService()
const behind = behindProxy(service)
escapedErrors()

const many = Array.from({ length: 40 }, (_, index) => index)

/** Does something while nobody else gets at a table. */
async function whileLocked<Result>(table: string, work: (unlock: () => Promise<unknown>) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: service.database.url })
  await client.connect()
  try {
    await client.query(`begin; lock table ${table} in access exclusive mode`)
    return await work(() => client.query('commit'))
  } finally {
    await client.end()
  }
}

describe('those who read at once', () => {
  test('200: each with their own tasks, on a few connections that they share', async () => {
    await service.alice.post('/api/me/tasks', { title: "alice's" }).expect(201)
    await service.bob.post('/api/me/tasks', { title: "bob's" }).expect(201)
    const connections = new Set<object>()
    behind.proxy.listener = (connection, side, bytes) => {
      if (side === 'service' && bytes.includes(onTheWire(sql.listTasks))) connections.add(connection)
    }
    const bobBehind = behind.as(service.bob.token)
    const titles = await Promise.all(many.map((index) => titlesOf(index % 2 === 0 ? behind.alice : bobBehind)))
    expect(titles).toEqual(many.map((index) => (index % 2 === 0 ? ["alice's"] : ["bob's"])))
    expect(connections.size).toBeGreaterThan(0)
    expect(connections.size).toBeLessThanOrEqual(4)
  })

  test('200: all of them, when a connection that they share is reset', async () => {
    const before = behind.proxy.resets
    behind.proxy.resetAt('service', onTheWire(sql.listTasks))
    await Promise.all(many.map(() => behind.alice.get('/api/me/tasks').expect(200)))
    expect(behind.proxy.resets).toBe(before + 1)
  })

  test('200: one of them, though another on the same connection has a session that is over', async () => {
    const carol = await service.register('carol')
    await carol.post('/api/auth/logout').expect(204)
    const gone = behind.as(carol.token)
    const statuses = await Promise.all(many.map(async (index) => (await (index % 2 === 0 ? behind.alice : gone).get('/api/me/tasks')).status))
    expect(statuses).toEqual(many.map((index) => (index % 2 === 0 ? 200 : 401)))
  })
})

test('200: a task, while others wait for what takes long', async () => {
  await whileLocked('tags', async (unlock) => {
    const waiting = many.slice(0, 5).map(() => behind.alice.get('/api/me/tags').then(({ status }) => status))
    await expect.poll(() => service.database.superuser("select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()")).toHaveLength(5)
    await Promise.all(many.map(() => behind.alice.get('/api/me/tasks').expect(200)))
    await unlock()
    expect(await Promise.all(waiting)).toEqual(waiting.map(() => 200))
  })
})

describe('on a connection that nothing was read on before', () => {
  // As the migrations set it for the database that this one was copied from.
  beforeAll(() => service.database.query("do $$ begin execute format('alter role current_user in database %I set lock_timeout = ''1s''', current_database()); end $$"))
  const fresh = behindProxy(service)

  test('200: those behind one that failed before its statement was parsed, on which they rely', async () => {
    await whileLocked('sessions', async (unlock) => {
      // The first waits for the lock, in vain; the others stand behind it.
      const statuses: number[] = []
      await Promise.all(
        many.slice(0, 4).map(async () => {
          const { status } = await fresh.alice.get('/api/me/lists')
          statuses.push(status)
          if (statuses.length === 1) await unlock()
        }),
      )
      expect(statuses).toEqual([503, 200, 200, 200])
    })
  })
})
