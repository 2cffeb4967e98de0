import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { expect, test } from 'vitest'
import { someoneWith, titlesIn } from '../support/order.ts'
import { testService } from '../support/service.ts'
import { countStatuses } from '../support/statuses.ts'
import { createTask } from '../support/tasks.ts'
import type { Task } from '../support/tasks.ts'

const service = testService()

/** A task whose title counts; over connections that are kept open, as there is a lot to send. */
async function counter(): Promise<{ read(): Promise<Response>; write(count: number, etag?: string): Promise<Response> }> {
  const { id } = await createTask(service.alice, { title: '0' })
  const url = `${service.url}/api/me/tasks/${id}`
  const authorization = { Authorization: `Bearer ${service.alice.token}` }
  return {
    read: () => fetch(url, { headers: authorization }),
    write(count, etag) {
      const condition = etag === undefined ? {} : { 'If-Match': etag }
      const headers = { ...authorization, 'Content-Type': 'application/json', ...condition }
      return fetch(url, { method: 'PATCH', headers, body: JSON.stringify({ title: String(count) }) })
    },
  }
}

async function countOf(answer: Response): Promise<number> {
  const { title } = (await answer.json()) as Task // fetch leaves open what comes
  return Number(title)
}

test('200 or 412: fifty who count to twenty with If-Match count to a thousand', { timeout: 300_000 }, async () => {
  const { read, write } = await counter()
  let refused = 0
  const countToTwenty = async (): Promise<void> => {
    let seen = await read()
    for (let done = 0, lost = 0; done < 20; ) {
      const etag = seen.headers.get('etag') ?? ''
      const answer = await write((await countOf(seen)) + 1, etag)
      expect([200, 412]).toContain(answer.status)
      if (answer.status === 200) {
        seen = answer
        done += 1
        lost = 0
        continue
      }
      await answer.text()
      refused += 1
      lost += 1
      // As clients should: the more often it was lost, the longer, so that they get out of each other's way.
      await pause(Math.random() * 50 * 2 ** Math.min(lost, 6))
      seen = await read()
    }
  }
  await Promise.all(Array.from({ length: 50 }, countToTwenty))
  expect(await countOf(await read())).toBe(1_000)
  // Else they did not get in each other's way, and nothing was shown.
  expect(refused).toBeGreaterThan(0)
})

test('200: ten thousand times into the same gap, with others all around', async () => {
  const { who, ids } = await someoneWith(service, 'ab')
  for (const title of 'klmnopq') ids[title] = (await createTask(who, { title })).id
  // The same moves as requests make, in batches for the sake of time.
  let next = 0
  for (let batch = 0; batch < 100; batch += 1) {
    const operations = Array.from({ length: 100 }, () => {
      const moved = 'klmnopq'[next++ % 7] ?? ''
      return { operationId: 'placeTask', params: { id: ids[moved] }, body: { before: ids['b'] } }
    })
    await who.post('/api/me/batch', { atomic: true, operations }).expect(200)
  }
  const last = Array.from({ length: 7 }, (_, index) => 'klmnopq'[(next - 7 + index) % 7]).join('')
  expect(await titlesIn(who)).toBe(`a${last}b`)
}, 120_000)

test('200: fifty who wait for one row at the same time, for longer than a moment', async () => {
  const { id } = await createTask(service.alice, { title: 'Fought over' })
  const holder = new pg.Client({ connectionString: service.database.url })
  await holder.connect()
  try {
    await holder.query(`begin; set local role taskpact_runtime; select set_config('app.user_id', '${service.alice.id}', true)`)
    await holder.query('select from tasks where id = $1 for update', [id])
    const writers = Array.from({ length: 50 }, () => service.alice.patch(`/api/me/tasks/${id}`, { title: 'x' }).then(({ status }) => status))
    await pause(800)
    // It is not an overload that they have to wait: one who comes now waits as well.
    const another = service.alice.patch(`/api/me/tasks/${id}`, { title: 'y' }).then(({ status }) => status)
    await pause(100)
    await holder.query('commit')
    expect(countStatuses(await Promise.all([...writers, another]))).toEqual({ 200: 51 })
  } finally {
    await holder.end()
  }
})
