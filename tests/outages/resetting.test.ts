import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import * as sql from '../../src/generated/sql.ts'
import { testService } from '../support/service.ts'
import { behindProxy, connectTimeout, escapedErrors, onTheWire, poolOf, titlesOf, unfinished, untilReady } from '../support/outages.ts'

const service = testService()
const behind = behindProxy(service)
const escaped = escapedErrors()

/** How the messages look on the wire that a test waits for. */
const wire = { create: onTheWire(sql.createTask), list: onTheWire(sql.listTasks), commit: 'commit\0', committed: 'COMMIT\0' }

/** How many tasks of alice's have a title. */
const count = async (title: string): Promise<number> => (await titlesOf(service.alice)).filter((kept) => kept === title).length

describe('a connection that is reset', () => {
  test('201: in the middle of a write, which is carried out once', async () => {
    const before = behind.proxy.resets
    behind.proxy.resetAt('service', wire.create)
    await behind.alice.post('/api/me/tasks', { title: 'Reset on its way' }).expect(201)
    expect(behind.proxy.resets).toBe(before + 1)
    expect(await count('Reset on its way')).toBe(1)
  })

  test('201: with what a write did, before it was committed', async () => {
    behind.proxy.resetAt('database', 'INSERT 0 1\0')
    await behind.alice.post('/api/me/tasks', { title: 'Reset on the way back' }).expect(201)
    expect(await count('Reset on the way back')).toBe(1)
  })

  test('200: in the middle of a read', async () => {
    const before = behind.proxy.resets
    behind.proxy.resetAt('service', wire.list)
    await behind.alice.get('/api/me/tasks').expect(200)
    expect(behind.proxy.resets).toBe(before + 1)
  })

  test('201: together with all others, while nothing was asked', async () => {
    await Promise.all(Array.from({ length: 20 }, () => behind.alice.get('/api/me/tasks').expect(200)))
    behind.proxy.reset()
    await behind.alice.post('/api/me/tasks', { title: 'After the reset' }).expect(201)
    expect(await count('After the reset')).toBe(1)
  })

  test('503: while committing, and the client is told that it is not known', async () => {
    for (const [side, text] of [['service', wire.commit], ['database', wire.committed]] as const) {
      behind.proxy.resetAt(side, text)
      const { headers, body } = await behind.alice.post('/api/me/tasks', { title: `Reset by the ${side}` }).expect(503)
      expect(headers['retry-after']).toMatch(/^[1-9]\d*$/)
      expect(body.detail).toMatch(/may or may not have been/)
    }
    // The one was lost, the other kept: so it could not have been known, and was not done again.
    expect(await count('Reset by the service')).toBe(0)
    expect(await count('Reset by the database')).toBe(1)
  })

  test.each([
    ['before the commit arrives', 'service', wire.commit],
    ['after it was kept', 'database', wire.committed],
  ] as const)('201: while committing, %s, of a request with a key, which is carried out once', async (when, side, text) => {
    const title = `With a key ${when}`
    const send = (): ReturnType<typeof behind.alice.post> =>
      behind.alice.post('/api/me/tasks', { title }).set('Idempotency-Key', `reset-${side}`)
    behind.proxy.resetAt(side, text)
    const first = await send().expect(201)
    const second = await send().expect(201)
    expect(second.headers['idempotency-replayed']).toBe('true')
    expect(second.body).toEqual(first.body)
    expect(second.headers['location']).toBe(first.headers['location'])
    expect(await count(title)).toBe(1)
  })
})

describe('a database that falls silent', () => {
  const thaw = async (): Promise<void> => {
    behind.proxy.thaw()
    await untilReady(behind.anyone)
  }

  test('503: while committing, without waiting for ever', async () => {
    behind.proxy.freezeAt('service', wire.commit)
    const started = performance.now()
    try {
      const { body } = await behind.alice.post('/api/me/tasks', { title: 'Frozen' }).expect(503)
      expect(body.detail).toMatch(/may or may not have been/)
      expect(performance.now() - started).toBeLessThan(connectTimeout / 2)
    } finally {
      await thaw()
    }
    expect(await count('Frozen')).toBe(0)
  })

  test('201: on the connections there were alone, as after a failover', async () => {
    await behind.alice.get('/api/me/tasks').expect(200)
    // A connection that is still busy with the last request would be passed over.
    await expect.poll(() => poolOf(behind.anyone)).toMatchObject({ busy: 0 })
    behind.proxy.freezeConnections()
    await behind.alice.post('/api/me/tasks', { title: 'After the failover' }).set('Idempotency-Key', randomUUID()).expect(201)
    expect(await count('After the failover')).toBe(1)
    behind.proxy.thaw()
  })
})

test('200: after all that, with nothing left waiting or half done', async () => {
  await behind.alice.get('/api/me/tasks').expect(200)
  await expect.poll(() => poolOf(behind.anyone)).toMatchObject({ busy: 0, waited_for: 0 })
  await expect.poll(() => service.database.query(unfinished)).toEqual([])
  expect(escaped).toEqual([])
})
