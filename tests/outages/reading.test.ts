import pg from 'pg'
import { describe, expect, test } from 'vitest'
import * as sql from '../../src/generated/sql.ts'
import { behindProxy, escapedErrors, eventually, onTheWire, titlesOf } from '../support/outages.ts'
import { testService } from '../support/service.ts'
import { countStatuses } from '../support/statuses.ts'
import { listenAt } from '../support/wire.ts'
import type { Conversation } from '../support/wire.ts'

const service = testService()
const behind = behindProxy(service)
const escaped = escapedErrors()

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

/** How often a statement was sent on each connection, given that none of them was answered since. */
const timesSent = ({ turns }: Conversation, statement: string): number[] =>
  turns.map((turn) => turn.filter((sent) => sent === statement).length).filter((times) => times > 0)

/** The processes of the database that wait for a lock. */
const waiting = (): Promise<{ pid: number }[]> =>
  service.database.superuser("select pid from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()")

describe('those who read at once', () => {
  test('200: each with their own tasks, on a few connections that they share', async () => {
    await service.alice.post('/api/me/tasks', { title: "alice's" }).expect(201)
    await service.bob.post('/api/me/tasks', { title: "bob's" }).expect(201)
    const conversation = listenAt(behind.proxy)()
    const bobBehind = behind.as(service.bob.token)
    // Nobody is answered before all have asked: a connection that were let go meanwhile could be another one the next time.
    behind.proxy.holdAnswersTo(onTheWire(sql.listTasks))
    const reading = Promise.all(many.map((index) => titlesOf(index % 2 === 0 ? behind.alice : bobBehind)))
    try {
      const sent = (): number[] => timesSent(conversation, onTheWire(sql.listTasks))
      await eventually(() => expect(sent().reduce((sum, times) => sum + times, 0)).toBe(many.length))
      expect(sent().length, `so many on each connection: ${sent().join(', ')}`).toBeLessThanOrEqual(4)
    } finally {
      behind.proxy.thaw()
    }
    expect(await reading).toEqual(many.map((index) => (index % 2 === 0 ? ["alice's"] : ["bob's"])))
  })

  test('200: all of them, when a connection that they share is reset', async () => {
    const before = behind.proxy.resets
    behind.proxy.resetAt('service', onTheWire(sql.listTasks))
    const answers = await Promise.all(many.map(() => behind.alice.get('/api/me/tasks')))
    expect(countStatuses(answers)).toEqual({ 200: many.length })
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
  await whileLocked('tag_counts', async (unlock) => {
    const stats = many.slice(0, 5).map(() => behind.alice.get('/api/me/stats').then(({ status }) => status))
    await eventually(async () => expect(await waiting()).toHaveLength(5))
    const answers = await Promise.all(many.map(() => behind.alice.get('/api/me/tasks')))
    expect(countStatuses(answers)).toEqual({ 200: many.length })
    expect(await waiting()).toHaveLength(5)
    await unlock()
    expect(countStatuses(await Promise.all(stats))).toEqual({ 200: 5 })
  })
})

describe('on a connection that nothing was read on before', () => {
  const fresh = behindProxy(service)

  test('200: those after one that failed before its statement was parsed, on which they rely', async () => {
    const conversation = listenAt(fresh.proxy)()
    await whileLocked('sessions', async (unlock) => {
      const statuses: number[] = []
      const reading = Promise.all(many.slice(0, 4).map(async () => statuses.push((await fresh.alice.get('/api/me/lists')).status)))
      // The first waits for the lock, and the others stand behind it.
      await eventually(() => expect(timesSent(conversation, onTheWire(sql.listLists))).toEqual([4]))
      await eventually(async () => expect(await waiting()).toEqual([{ pid: expect.any(Number) }]))
      await Promise.all((await waiting()).map(({ pid }) => service.database.superuser('select pg_cancel_backend($1)', [pid])))
      await eventually(() => expect(statuses).toEqual([503]))
      await unlock()
      await reading
      expect(statuses).toEqual([503, 200, 200, 200])
    })
  })
})

test('nothing has escaped that would have ended the process', () => expect(escaped).toEqual([]))
