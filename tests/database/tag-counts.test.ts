import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { components } from '../../src/generated/contract.ts'
import { deleteExpired } from '../../src/database/cleanup.ts'
import type { Connections } from '../../src/database/connections.ts'
import { connect } from '../../src/database/pool.ts'
import { writeAtRandom } from '../support/random-writes.ts'
import { settingsFor, testService } from '../support/service.ts'
import type { Client, Person } from '../support/service.ts'
import { createTask } from '../support/tasks.ts'

type Schemas = components['schemas']

// A busy machine takes longer than a statement may wait for a lock: a deadlock ends a second after it begins in any case.
const service = testService({ lockTimeout: '60s' })
const log = pino({ level: 'silent' })
let connections: Connections

beforeAll(() => void (connections = connect(settingsFor(service.database.serviceUrl), log)))
afterAll(() => connections.close())

type Counts = Record<string, [open: number, completed: number]>

/** The counts that the tags of a user show. Of two requests at once, each may keep its own spelling of a new tag. */
async function shown(who: Client): Promise<Counts> {
  const tags: Schemas['CountedTag'][] = (await who.get('/api/me/tags?limit=1000').expect(200)).body
  const counts = tags.map(({ name, task_count, open_count }): [string, Counts[string]] => [name.toLowerCase(), [open_count, task_count - open_count]])
  return Object.fromEntries(counts.filter(([, [open, completed]]) => open + completed !== 0))
}

/** The counts of the statistics. */
async function inStats(who: Client): Promise<Counts> {
  const { by_tag }: Schemas['Stats'] = (await who.get('/api/me/stats').expect(200)).body
  return Object.fromEntries(by_tag.map(({ name, open, completed }) => [name.toLowerCase(), [open, completed]]))
}

/** The same, counted in the tasks of the user. */
async function counted(who: Client): Promise<Counts> {
  const tasks: Schemas['Task'][] = (await who.get('/api/me/tasks?limit=1000').expect(200)).body
  const counts: Counts = {}
  for (const { tags, completed } of tasks) {
    for (const tag of tags.map((name) => name.toLowerCase())) {
      const [open, done] = counts[tag] ?? [0, 0]
      counts[tag] = completed ? [open, done + 1] : [open + 1, done]
    }
  }
  return counts
}

describe('the counts of tags equal those of the tasks', () => {
  test.each([1, 2, 3, 4])('200: after a random sequence of four writers at once, seed %d', { timeout: 120_000 }, async (seed) => {
    const carol = await service.register(`carol-${seed}`)
    for (let round = 0; round < 3; round += 1) {
      await writeAtRandom(service, connections, carol, { seed: seed * 10 + round, writers: 4, steps: 25 })
      // Whatever was deleted, there is something to count.
      await createTask(carol, { tags: ['last'] })
      const expected = await counted(carol)
      expect(expected).toHaveProperty('last')
      expect(await shown(carol)).toEqual(expected)
      expect(await inStats(carol)).toEqual(expected)
      await deleteExpired(connections, log)
      expect(await shown(carol)).toEqual(expected)
    }
  })
})

describe('the rows that the counts add up', () => {
  const rowsOf = ({ id }: Person) => service.database.superuser(`select name_key, tasks::int, open::int from tag_counts where user_id = ${id} order by 1, 2, 3`)

  test('200: the cleanup merges them into one for each tag and list, and removes those of nothing', async () => {
    const dave = await service.register('dave')
    const ids: number[] = []
    for (let count = 0; count < 3; count += 1) ids.push((await createTask(dave, { tags: ['errands', 'home'] })).id)
    await dave.patch(`/api/me/tasks/${ids[0]}/complete`, { completed: true }).expect(200)
    await dave.patch(`/api/me/tasks/${ids[1]}`, { title: 'No tag is changed' }).expect(200)
    expect(await rowsOf(dave)).toHaveLength(8)
    await deleteExpired(connections, log, { most: 3 })
    expect(await rowsOf(dave)).toEqual([
      { name_key: 'errands', tasks: 3, open: 2 },
      { name_key: 'home', tasks: 3, open: 2 },
    ])
    for (const id of ids) await dave.delete(`/api/me/tasks/${id}`).expect(204)
    await deleteExpired(connections, log)
    expect(await rowsOf(dave)).toEqual([])
  })

  test('200: two cleanups at once lose none', async () => {
    const erin = await service.register('erin')
    await Promise.all(Array.from({ length: 20 }, () => createTask(erin, { tags: ['errands', 'home', 'work'] })))
    await Promise.all(Array.from({ length: 4 }, () => deleteExpired(connections, log, { most: 7 })))
    expect(await shown(erin)).toEqual({ errands: [20, 0], home: [20, 0], work: [20, 0] })
  })

  test('204: they go with the account', async () => {
    const frank = await service.register('frank')
    await createTask(frank, { tags: ['errands'] })
    await frank.delete('/api/me').expect(204)
    await deleteExpired(connections, log)
    expect(await rowsOf(frank)).toEqual([])
  })
})
