import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { behindProxy, connectTimeout, escapedErrors, eventually, timed, titlesOf, unfinished, untilIdle, untilReady } from '../support/outages.ts'
import type { Behind } from '../support/outages.ts'
import { testService } from '../support/service.ts'
import type { Client } from '../support/service.ts'
import { listenAt, ofRequests, transcriptOf } from '../support/wire.ts'
import type { Conversation } from '../support/wire.ts'

const service = testService()
const escaped = escapedErrors()

// All of it is waiting: the blocks wait at once, each with a proxy of its own, and the tests of a block one after the other.
const atOnce = { concurrent: true }
const inOrder = { concurrent: false }

/** How many tasks of alice's have a title. */
const count = async (title: string): Promise<number> => (await titlesOf(service.alice)).filter((kept) => kept === title).length

function leavesNothing(behind: Behind): void {
  test('200: afterwards, with nothing left waiting or half done', inOrder, async () => {
    await behind.alice.get('/api/me/tasks').expect(200)
    await untilIdle(behind.anyone)
    await eventually(async () => expect(await service.database.query(unfinished)).toEqual([]))
    expect(escaped).toEqual([])
  })
}

describe('a database that falls silent while committing', atOnce, () => {
  const behind = behindProxy(service)

  test('503: without waiting for ever', inOrder, async () => {
    behind.proxy.freezeAt('service', 'commit\0')
    const refused = async (): Promise<void> => {
      const { body } = await behind.alice.post('/api/me/tasks', { title: 'Frozen' }).expect(503)
      expect(body.detail).toMatch(/may or may not be saved/)
    }
    try {
      expect(await timed(refused)).toBeLessThan(connectTimeout / 2)
    } finally {
      behind.proxy.thaw()
      await untilReady(behind.anyone)
    }
    expect(await count('Frozen')).toBe(0)
  })

  leavesNothing(behind)
})

describe('a database that falls silent on the connections there are, as after a failover', atOnce, () => {
  const behind = behindProxy(service)

  test('201: on another connection', inOrder, async () => {
    await behind.alice.get('/api/me/tasks').expect(200)
    // A connection that is still busy with the last request would be passed over.
    await untilIdle(behind.anyone)
    behind.proxy.freezeConnections()
    await behind.alice.post('/api/me/tasks', { title: 'After the failover' }).set('Idempotency-Key', randomUUID()).expect(201)
    expect(await count('After the failover')).toBe(1)
    behind.proxy.thaw()
  })

  leavesNothing(behind)
})

describe.each([500, 5_000])('a database that takes %i ms to wake', atOnce, (delay) => {
  const behind = behindProxy(service)

  test('201: the first request waits for it, and so do concurrent ones', async () => {
    // Once it is known how many requests alice has left, it is for their own work alone that they wait.
    await behind.alice.get('/api/me/tasks').expect(200)
    await untilIdle(behind.anyone)
    behind.proxy.connectDelay = delay
    behind.proxy.reset()
    const titles = Array.from({ length: 12 }, (_, index) => `Woken after ${delay} by ${index}`)
    await Promise.all(titles.map((title) => behind.alice.post('/api/me/tasks', { title }).expect(201)))
    const kept = await titlesOf(service.alice)
    expect(kept.filter((title) => titles.includes(title)).sort()).toEqual(titles.sort())
  })
})

describe('a database that is far away', atOnce, () => {
  const behind = behindProxy(service)
  let who: Client
  let converse: () => Conversation
  beforeAll(async () => {
    // Somebody new, as how many requests are left is asked for again every minute.
    who = behind.as((await service.register('carol')).token)
    behind.proxy.latency = 50
    converse = listenAt(behind.proxy)
  })

  /** What one request has the database asked, once there are connections. */
  const conversationOf = async (request: () => PromiseLike<unknown>): Promise<Conversation> => {
    await Promise.all([request(), request(), request()])
    await untilIdle(behind.anyone)
    const conversation = converse()
    await request()
    await untilIdle(behind.anyone)
    return ofRequests(conversation)
  }

  test('200: a read asks it once', inOrder, async () => {
    const conversation = await conversationOf(() => who.get('/api/me/tasks?limit=1').expect(200))
    expect(conversation.turns, transcriptOf(conversation)).toHaveLength(1)
  })

  test('201: a write takes one round trip, and another one to commit', inOrder, async () => {
    const conversation = await conversationOf(() => who.post('/api/me/tasks', { title: 'From afar' }).expect(201))
    expect(conversation.turns, transcriptOf(conversation)).toHaveLength(2)
  })
})
