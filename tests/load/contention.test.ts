import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { expect, test } from 'vitest'
import { someoneWith, titlesIn } from '../support/order.ts'
import { testService } from '../support/service.ts'
import { countStatuses } from '../support/statuses.ts'
import { createTask } from '../support/tasks.ts'
import type { Task } from '../support/tasks.ts'

const service = testService()

/** What a counting task says, and the ETag of that. */
type Seen = { count: number; etag: string }

/** A task whose title counts; over connections that are kept open, as there is a lot to send. */
async function counter(): Promise<{ read(): Promise<Seen>; write(count: number, etag: string): Promise<Seen | null> }> {
  const { id } = await createTask(service.alice, { title: '0' })
  const url = `${service.url}/api/me/tasks/${id}`
  const authorization = { Authorization: `Bearer ${service.alice.token}` }
  return {
    read: async () => seenIn(await fetch(url, { headers: authorization })),
    async write(count, etag) {
      const headers = { ...authorization, 'Content-Type': 'application/json', 'If-Match': etag }
      const answer = await fetch(url, { method: 'PATCH', headers, body: JSON.stringify({ title: String(count) }) })
      expect([200, 412]).toContain(answer.status)
      if (answer.status === 200) return seenIn(answer)
      await answer.text()
      return null
    },
  }
}

async function seenIn(answer: Response): Promise<Seen> {
  const { title } = (await answer.json()) as Task // fetch leaves open what comes
  return { count: Number(title), etag: answer.headers.get('etag') ?? '' }
}

// At once with the next: those who count wait for each other most of the time.
test.concurrent('200 or 412: fifty who count to twenty with If-Match count to a thousand', { timeout: 300_000 }, async () => {
  const { read, write } = await counter()
  // All begin with the same ETag, so that only one of them can succeed.
  const first = await read()
  let refused = 0
  const countToTwenty = async (): Promise<void> => {
    let seen = first
    for (let done = 0, lost = 0; done < 20;) {
      const written = await write(seen.count + 1, seen.etag)
      if (written) {
        seen = written
        done += 1
        lost = 0
        continue
      }
      refused += 1
      lost += 1
      // As clients should: the more often it was lost, the longer, so that they get out of each other's way.
      await pause(Math.random() * 20 * 2 ** Math.min(lost, 6))
      seen = await read()
    }
  }
  await Promise.all(Array.from({ length: 50 }, countToTwenty))
  expect((await read()).count).toBe(1_000)
  expect(refused).toBeGreaterThanOrEqual(49)
})

test.concurrent('200: a thousand times into the same gap, in which room is made again and again', { timeout: 120_000 }, async () => {
  const { who, ids } = await someoneWith(service, 'ab')
  for (const title of 'klmnopq') ids[title] = (await createTask(who, { title })).id
  // Two neighbours are 2^22 apart and each move takes half of that, so the task behind the gap is moved away every 22 moves, and
  // then it all begins anew. Nothing else grows with the moves.
  const ranks = new Set<string>()
  // The same moves as requests make, in batches for the sake of time.
  let next = 0
  for (let batch = 0; batch < 10; batch += 1) {
    const operations = Array.from({ length: 100 }, () => {
      const moved = 'klmnopq'[next++ % 7] ?? ''
      return { operationId: 'moveTask', params: { id: ids[moved] }, body: { before: ids['b'] } }
    })
    await who.post('/api/me/batch', { atomic: true, operations }).expect(200)
    const [behind] = await service.database.superuser<{ rank: string }>('select rank from tasks where id = $1', [ids['b']])
    ranks.add(behind?.rank ?? '')
  }
  // In each batch at least once.
  expect([...ranks]).toHaveLength(10)
  const last = Array.from({ length: 7 }, (_, index) => 'klmnopq'[(next - 7 + index) % 7]).join('')
  expect(await titlesIn(who)).toBe(`a${last}b`)
})

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
