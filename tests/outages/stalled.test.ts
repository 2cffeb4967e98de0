import { setImmediate as nextTurn } from 'node:timers/promises'
import pg from 'pg'
import { expect, test } from 'vitest'
import { eventually } from '../support/outages.ts'
import { testService } from '../support/service.ts'

// What is stalled here is the service, and a lock that it waits for is how a statement is under way meanwhile.
const service = testService({ lockTimeout: '60s' })

/** Keeps the event loop, which is the service's too, from doing anything else. */
function stall(milliseconds: number): void {
  for (const until = performance.now() + milliseconds; performance.now() < until;);
}

const waiting = (): Promise<object[]> =>
  service.database.superuser("select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()")

test('200 and 201: whatever was under way while the service was stalled for three seconds', async () => {
  const blocker = new pg.Client({ connectionString: service.database.url })
  await blocker.connect()
  await blocker.query('begin; lock table tags in access exclusive mode')
  const reading = Promise.all(Array.from({ length: 4 }, () => service.alice.get('/api/me/tags').then(({ status }) => status)))
  await eventually(async () => expect((await waiting()).length).toBeGreaterThan(0))
  // Long enough that the database is asked whether it answers; its answer then arrives in a stall.
  stall(1_200)
  for (let turn = 0; turn < 3; turn += 1) await nextTurn()
  const writing = Promise.all(Array.from({ length: 4 }, () => service.alice.post('/api/me/tasks', { title: 'Under way' }).then(({ status }) => status)))
  for (let turn = 0; turn < 3; turn += 1) await nextTurn()
  stall(3_000)
  await blocker.query('commit')
  await blocker.end()
  expect(await reading).toEqual([200, 200, 200, 200])
  expect(await writing).toEqual([201, 201, 201, 201])
  expect(service.log.filter(({ msg }) => msg === 'the database does not answer')).toEqual([])
})
