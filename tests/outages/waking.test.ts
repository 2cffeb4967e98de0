import { describe, expect, test } from 'vitest'
import { testService } from '../support/service.ts'
import { behindProxy, poolOf, titlesOf, untilReady } from '../support/outages.ts'

const service = testService()

describe.each([500, 5_000])('a database that takes %i ms to wake', (delay) => {
  const behind = behindProxy(service)

  test('201: the first request waits for it, and so do those beside it', async () => {
    await untilReady(behind.anyone)
    behind.proxy.connectDelay = delay
    behind.proxy.reset()
    const titles = Array.from({ length: 12 }, (_, index) => `Woken after ${delay} by ${index}`)
    await Promise.all(titles.map((title) => behind.alice.post('/api/me/tasks', { title }).expect(201)))
    const kept = await titlesOf(service.alice)
    expect(kept.filter((title) => titles.includes(title)).sort()).toEqual(titles.sort())
  })
})

describe('a database that is far away', () => {
  const behind = behindProxy(service)

  /** How often one request has the database asked and waits for it, once there are connections. */
  const roundTripsOf = async (request: () => PromiseLike<unknown>): Promise<number> => {
    await Promise.all([request(), request(), request()])
    await expect.poll(() => poolOf(behind.anyone)).toMatchObject({ busy: 0 })
    const before = behind.proxy.roundTrips
    await request()
    await expect.poll(() => poolOf(behind.anyone)).toMatchObject({ busy: 0 })
    return behind.proxy.roundTrips - before
  }

  test('200: a read asks it once', async () => {
    behind.proxy.latency = 50
    expect(await roundTripsOf(() => behind.alice.get('/api/me/tasks?limit=1').expect(200))).toBe(1)
  })

  test('201: a write asks it once, and once more to commit', async () => {
    behind.proxy.latency = 50
    expect(await roundTripsOf(() => behind.alice.post('/api/me/tasks', { title: 'From afar' }).expect(201))).toBe(2)
  })
})
