import { describe, expect, test } from 'vitest'
import * as sql from '../../src/generated/sql.ts'
import { testService } from '../support/service.ts'
import { behindProxy, escapedErrors, eventually, onTheWire, titlesOf, unfinished, untilIdle } from '../support/outages.ts'
import { countStatuses } from '../support/statuses.ts'

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
    const answers = await Promise.all(Array.from({ length: 20 }, () => behind.alice.get('/api/me/tasks')))
    expect(countStatuses(answers)).toEqual({ 200: 20 })
    behind.proxy.reset()
    await behind.alice.post('/api/me/tasks', { title: 'After the reset' }).expect(201)
    expect(await count('After the reset')).toBe(1)
  })

  test('503: while committing, and the client is told that it is not known', async () => {
    for (const [side, text] of [
      ['service', wire.commit],
      ['database', wire.committed],
    ] as const) {
      behind.proxy.resetAt(side, text)
      const { headers, body } = await behind.alice.post('/api/me/tasks', { title: `Reset by the ${side}` }).expect(503)
      expect(headers['retry-after']).toMatch(/^[1-9]\d*$/)
      expect(body.detail).toMatch(/may or may not be saved/)
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
    const send = (): ReturnType<typeof behind.alice.post> => behind.alice.post('/api/me/tasks', { title }).set('Idempotency-Key', `reset-${side}`)
    behind.proxy.resetAt(side, text)
    const first = await send().expect(201)
    const second = await send().expect(201)
    expect(second.headers['idempotency-replayed']).toBe('true')
    expect(second.body).toEqual(first.body)
    expect(second.headers['location']).toBe(first.headers['location'])
    expect(await count(title)).toBe(1)
  })
})

test('200: after all that, with nothing left waiting or half done', async () => {
  await behind.alice.get('/api/me/tasks').expect(200)
  await untilIdle(behind.anyone)
  await eventually(async () => expect(await service.database.query(unfinished)).toEqual([]))
  expect(escaped).toEqual([])
})
