import { describe, expect, test } from 'vitest'
import { connectTimeout, escapedErrors, onOwnDatabase, poolOf, titlesOf, unfinished, untilReadinessIs, untilReady } from '../support/outages.ts'
import type { OwnDatabase } from '../support/outages.ts'

type Kind = { name: string; leave: (own: OwnDatabase) => unknown; comeBack: (own: OwnDatabase) => unknown }

const kinds: Kind[] = [
  { name: 'is stopped', leave: (own) => own.stop(), comeBack: (own) => own.start() },
  { name: 'is frozen', leave: (own) => own.signal('SIGSTOP'), comeBack: (own) => own.signal('SIGCONT') },
  { name: 'refuses connections', leave: ({ proxy }) => proxy.refuse(), comeBack: ({ proxy }) => proxy.listen() },
  { name: 'is cut off without a word', leave: ({ proxy }) => proxy.freeze(), comeBack: ({ proxy }) => proxy.thaw() },
]

const escaped = escapedErrors()

/** How long something takes, in milliseconds. */
async function timed(work: () => PromiseLike<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

describe.each(kinds)('a database that $name', ({ leave, comeBack }) => {
  const own = onOwnDatabase()

  /** Takes the database away while something is done. */
  const without = async (work: () => Promise<void>): Promise<void> => {
    await leave(own)
    try {
      await work()
    } finally {
      await comeBack(own)
      await untilReady(own.anyone)
    }
  }

  test('200: liveness all the while', () =>
    without(async () => {
      await own.anyone.get('/health/live').expect(200)
      await untilReadinessIs(own.anyone, 503)
      await own.anyone.get('/health/live').expect(200)
    }))

  test('503: readiness, from the first time it is asked', () =>
    without(async () => {
      // Two seconds, and what a machine that is busy with other things adds to them.
      expect(await timed(() => own.anyone.get('/health/ready').expect(503))).toBeLessThan(connectTimeout / 2)
    }))

  test('503: every request, with when to try again, and without waiting for the database', () =>
    without(async () => {
      await own.alice.get('/api/me/tasks').expect(503)
      const waits: number[] = []
      for (let count = 0; count < 20; count += 1) {
        waits.push(await timed(async () => {
          const { headers, body } = await own.alice.post('/api/me/tasks', { title: 'Never kept' }).expect(503)
          expect(headers['retry-after']).toMatch(/^[1-9]\d*$/)
          expect(body).toMatchObject({ type: '/docs/problems/unavailable', status: 503 })
        }))
      }
      // Milliseconds each: twenty of them take less than one that waits would.
      expect(waits.reduce((sum, wait) => sum + wait)).toBeLessThan(connectTimeout / 2)
    }))

  test('201 or 503: whatever comes while it goes and comes back, and nothing else', async () => {
    let over = false
    const acknowledged: string[] = []
    const statuses = new Set<number>()
    const waits: number[] = []
    const write = async (writer: number): Promise<void> => {
      for (let count = 0; !over; count += 1) {
        const title = `write ${writer}.${count}`
        waits.push(await timed(async () => {
          const { status } = await own.alice.post('/api/me/tasks', { title })
          statuses.add(status)
          if (status === 201) acknowledged.push(title)
        }))
      }
    }
    const writers = Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(write))
    await expect.poll(() => acknowledged.length, { timeout: 25_000 }).toBeGreaterThan(8)
    await without(() => expect.poll(() => statuses.has(503), { timeout: 25_000 }).toBe(true))
    const before = acknowledged.length
    await expect.poll(() => acknowledged.length, { timeout: 25_000 }).toBeGreaterThan(before)
    over = true
    await writers
    expect([...statuses].sort()).toEqual([201, 503])
    expect(Math.max(...waits)).toBeLessThan(connectTimeout)
    const titles = await titlesOf(own.alice)
    expect(titles.filter((title) => title === 'Never kept')).toEqual([])
    const kept = titles.filter((title) => acknowledged.includes(title))
    expect(kept.sort()).toEqual(acknowledged.sort())
  })

  test('200: afterwards, with nothing left waiting or half done', async () => {
    await own.alice.get('/api/me/tasks').expect(200)
    await expect.poll(() => poolOf(own.anyone)).toMatchObject({ busy: 0, waited_for: 0 })
    expect(await own.query(unfinished)).toEqual([])
    expect(escaped).toEqual([])
  })
})
