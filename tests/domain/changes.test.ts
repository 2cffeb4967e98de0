import { setTimeout as pause } from 'node:timers/promises'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connect } from '../../src/database/pool.ts'
import type { Connections } from '../../src/database/connections.ts'
import { allChangesOf, followerOf, snapshotOf, sorted } from '../support/changes.ts'
import { createList } from '../support/lists.ts'
import { writeAtRandom } from '../support/random-writes.ts'
import { settingsFor, testService } from '../support/service.ts'
import type { Person } from '../support/service.ts'
import { createTask } from '../support/tasks.ts'

const service = testService({ lockTimeout: '60s' })
const log = pino({ level: 'silent' })
let connections: Connections

beforeAll(() => void (connections = connect(settingsFor(service.database.serviceUrl), log)))
afterAll(() => connections.close())

/** Follows someone's changes until they have been written for the last time. */
async function followWhile(who: Person, work: Promise<unknown>, query: Record<string, string> = {}): Promise<Map<string, unknown>> {
  const { copy, follow } = followerOf(who, query)
  const state = { written: false }
  const written = work.finally(() => (state.written = true))
  while (!state.written) {
    await follow()
    await pause(20)
  }
  await written
  await follow()
  return copy
}

describe('several writers at once, and the cleanup with them', () => {
  test.each([1, 2])('followers end with what a new snapshot holds, and miss no number (%i)', { timeout: 180_000 }, async (seed) => {
    const carol = await service.register(`carol-${seed}`)
    // Whatever was deleted, there is something to compare.
    const work = writeAtRandom(service, connections, carol, { seed, writers: 4, steps: 15 }).then(() => createTask(carol))
    const copies = await Promise.all([followWhile(carol, work), followWhile(carol, work, { limit: '3' }), followWhile(carol, work, { mode: 'events' })])
    const expected = sorted(await snapshotOf(carol))
    expect(expected.length).toBeGreaterThan(1)
    for (const copy of copies) expect(sorted(copy)).toEqual(expected)
    const [numbers] = await service.database.superuser<{ count: number; last: number }>(
      'select count(distinct seq)::int as count, max(seq)::int as last from changes where user_id = $1',
      [carol.id],
    )
    expect(numbers?.count).toBe(numbers?.last)
  })
})

test('a copy that follows forgets the tasks of a large list as it is deleted, and is told to begin again as it comes back', async () => {
  const carol = await service.register('large')
  const list = await createList(carol)
  const insert = "insert into tasks (user_id, list_id, title) select $1, $2, 'Task ' || n from generate_series(1, 1100) as n"
  await service.database.superuser(insert, [carol.id, list.id])
  const { cursor } = await allChangesOf(carol)
  await carol.delete(`/api/me/lists/${list.id}`).expect(204)
  expect((await allChangesOf(carol, cursor)).changes).toMatchObject([{ type: 'list', op: 'delete', id: list.id }])
  await carol.post(`/api/me/lists/${list.id}/restore`).expect(200)
  await carol.get(`/api/me/changes?since=${cursor}`).expect(410)
})

describe('the tables', () => {
  // Of what these hold, nothing is shown but by the account itself, or it is counted out of the others.
  const unrecorded = [
    'changes',
    'email_links',
    'event_places',
    'feeds',
    'idempotency_keys',
    'identities',
    'passwords',
    'personal_tokens',
    'mails',
    'quota_usage',
    'refresh_tokens',
    'reset_links',
    'sessions',
    'stream_tickets',
    'tag_counts',
    'webhook_deliveries',
    'webhooks',
  ]

  test('every one with what users own records its changes, but for those named here', async () => {
    const rows = await service.database.superuser<{ name: string; events: string }>(`
      select relname as name, coalesce(string_agg(distinct tgname, ' ' order by tgname), '') as events
      from pg_class
      left join pg_trigger on tgrelid = pg_class.oid and tgname like 'recorded%' and tgdeferrable and tginitdeferred and tgenabled = 'O'
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
        and exists (select from pg_attribute where attrelid = pg_class.oid and attname = 'user_id' and not attisdropped)
      group by relname
      order by relname`)
    const recorded = rows.filter(({ name }) => !unrecorded.includes(name))
    expect(recorded.map(({ name }) => name)).toEqual(['lists', 'occurrences', 'tags', 'tasks', 'trash'])
    for (const { name, events } of recorded) expect(`${name}: ${events}`).toMatch(/: recorded\b/)
    expect(rows.filter(({ name, events }) => unrecorded.includes(name) && events !== '')).toEqual([])
  })

  test('nobody but the recorder writes the record, and nobody but the cleanup deletes from it', async () => {
    const rows = await service.database.superuser<{ who: string }>(`
      select grantee || ' ' || table_name || ' ' || lower(privilege_type) as who
      from information_schema.table_privileges
      where table_name in ('changes', 'feeds') and privilege_type <> 'SELECT' and grantee like 'taskpact\\_%'
      order by 1`)
    expect(rows.map(({ who }) => who)).toEqual([
      'taskpact_maintenance changes delete',
      'taskpact_recorder changes insert',
      'taskpact_recorder feeds delete',
      'taskpact_recorder feeds insert',
      'taskpact_recorder feeds update',
    ])
  })
})
