import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testService } from '../support/service.ts'
import {
  behindProxy,
  connectTimeout,
  escapedErrors,
  eventually,
  onOwnDatabase,
  timed,
  titlesOf,
  unfinished,
  untilIdle,
  untilReady,
} from '../support/outages.ts'
import type { Behind } from '../support/outages.ts'

type Database = Pick<Behind, 'anyone' | 'alice' | 'query'>

/** A service on a database, and how that database leaves and comes back. */
type Kind = { name: string; start: () => { own: Database; leave: () => unknown; comeBack: () => unknown } }

const kindOf = <Own extends Database>(name: string, start: () => Own, leave: (own: Own) => unknown, comeBack: (own: Own) => unknown): Kind => ({
  name,
  start() {
    const own = start()
    return { own, leave: () => leave(own), comeBack: () => comeBack(own) }
  },
})

const service = testService()
const throughProxy = (): Behind => behindProxy(service)

const kinds = [
  kindOf(
    'is stopped',
    onOwnDatabase,
    (own) => own.stop(),
    (own) => own.start(),
  ),
  kindOf(
    'is frozen',
    onOwnDatabase,
    (own) => own.signal('SIGSTOP'),
    (own) => own.signal('SIGCONT'),
  ),
  kindOf(
    'refuses connections',
    throughProxy,
    ({ proxy }) => proxy.refuse(),
    ({ proxy }) => proxy.listen(),
  ),
  kindOf(
    'is cut off without a word',
    throughProxy,
    ({ proxy }) => proxy.freeze(),
    ({ proxy }) => proxy.thaw(),
  ),
]

const escaped = escapedErrors()

// At once, as most of it is waiting.
describe.concurrent.each(kinds)('a database that $name', ({ name, start }) => {
  const { own, leave, comeBack } = start()

  const back = async (): Promise<void> => {
    await comeBack()
    await untilReady(own.anyone)
  }

  describe('while it is gone', { concurrent: false }, () => {
    beforeAll(async () => {
      await own.alice.get('/api/me/tasks').expect(200)
      await leave()
    })
    afterAll(back)

    test('503: readiness, from the first time it is asked', async () => {
      // Two seconds, and what a machine that is busy with other things adds to them.
      expect(await timed(() => own.anyone.get('/health/ready').expect(503))).toBeLessThan(connectTimeout / 2)
    })

    test('200: liveness, before a request has found out and after', async () => {
      await own.anyone.get('/health/live').expect(200)
      await own.alice.get('/api/me/tasks').expect(503)
      await own.anyone.get('/health/live').expect(200)
    })

    test('503: every request, with when to try again, and without waiting for the database', async () => {
      // Milliseconds each: twenty of them take less than one that waits would.
      const all = await timed(async () => {
        for (let count = 0; count < 20; count += 1) {
          const { headers, body } = await own.alice.post('/api/me/tasks', { title: 'Never kept' }).expect(503)
          expect(headers['retry-after']).toMatch(/^[1-9]\d*$/)
          expect(body).toMatchObject({ type: '/docs/problems/unavailable', status: 503 })
        }
      })
      expect(all).toBeLessThan(connectTimeout / 2)
    })
  })

  test('201 or 503: whatever comes while it goes and comes back, and nothing else', { concurrent: false, timeout: 90_000 }, async () => {
    let over = false
    const acknowledged: string[] = []
    const statuses = new Set<number>()
    const waits: number[] = []
    const write = async (writer: number): Promise<void> => {
      for (let count = 0; !over; count += 1) {
        const title = `${name}: ${writer}.${count}`
        const post = async (): Promise<void> => {
          const { status } = await own.alice.post('/api/me/tasks', { title })
          statuses.add(status)
          if (status === 201) acknowledged.push(title)
        }
        waits.push(await timed(post))
        await pause(5)
      }
    }
    const more = (count: number): Promise<void> => {
      const enough = acknowledged.length + count
      return eventually(() => expect(acknowledged.length).toBeGreaterThan(enough))
    }
    const writers = Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(write))
    try {
      await more(8)
      await leave()
      try {
        await eventually(() => expect([...statuses]).toContain(503))
      } finally {
        await back()
      }
      await more(0)
    } finally {
      over = true
      await writers
    }
    expect([...statuses].sort()).toEqual([201, 503])
    expect(Math.max(...waits)).toBeLessThan(connectTimeout)
    const titles = await titlesOf(own.alice)
    expect(titles.filter((title) => title === 'Never kept')).toEqual([])
    const kept = titles.filter((title) => acknowledged.includes(title))
    expect(kept.sort()).toEqual(acknowledged.sort())
  })

  test('200: afterwards, with nothing left waiting or half done', { concurrent: false }, async () => {
    await own.alice.get('/api/me/tasks').expect(200)
    await untilIdle(own.anyone)
    expect(await own.query(unfinished)).toEqual([])
    expect(escaped).toEqual([])
  })
})
