import { expect, vi } from 'vitest'
import { configOf } from '../../src/config/read.ts'
import type { BrokerSettings } from '../../src/config/settings.ts'
import type { Stored, TestBroker } from './broker.ts'
import type { TestDatabase } from './database.ts'
import { secret } from './service.ts'

/** The settings that a URL stands for. */
export const brokerSettings = (url: string): BrokerSettings | null =>
  configOf({ DATABASE_URL: 'postgresql://localhost/x', BETTER_AUTH_SECRET: secret, EVENTS_URL: url }).events

/** Waits until every recorded change is published. */
export async function untilPublished({ superuser }: TestDatabase, timeout = 100_000): Promise<void> {
  await vi.waitFor(
    async () => {
      const [row] = await superuser<{ behind: string }>(`
        select count(*) as behind from feeds left join event_places using (user_id)
        where feeds.seq > 0 and (event_places.seq is null or (event_places.seq, event_places.ordinal) < (feeds.seq, 2147483647))`)
      expect(row?.behind).toBe('0')
    },
    { timeout, interval: 100 },
  )
}

/** Adds tasks to each of some users, until there are at least so many changes. Each statement is a transaction. @returns how many there are */
export async function addBacklog({ superuser }: TestDatabase, users: number[], changes: number): Promise<number> {
  const each = 200
  let added = 0
  for (; added < changes; added += users.length * each) {
    await superuser(
      `insert into tasks (user_id, title) select user_id, 'Task ' || n from unnest(array[${users.join()}]) as user_id, generate_series(1, ${each}) as n`,
    )
  }
  return added
}

/** The ids of the messages that the record of changes stands for, by user, in their order. */
async function recordedIds({ superuser }: TestDatabase): Promise<Map<string, string[]>> {
  const rows = await superuser<{ user_id: string; seq: string; ordinal: number; microseconds: string }>(`
    select user_id, seq, ordinal, (extract(epoch from at) * 1000000)::bigint as microseconds
    from changes
    where type is not null and (data is not null or before is not null)
    order by user_id, seq, ordinal`)
  const ids = new Map<string, string[]>()
  for (const { user_id, seq, ordinal, microseconds } of rows) {
    const own = ids.get(user_id) ?? []
    own.push(`${Number(microseconds).toString(36)}.${user_id}.${seq}.${ordinal}`)
    ids.set(user_id, own)
  }
  return ids
}

/** What a consumer has who ignores the ids that it has seen. */
function withoutRepeated(stored: Stored[]): Stored[] {
  const seen = new Set<string>()
  return stored.filter(({ id }) => !seen.has(id) && seen.add(id))
}

/** Compares the stream with the record: nothing is lost, nothing is left twice, and each user's changes are in their order. @returns how many changes there are */
export async function expectAllPublished(database: TestDatabase, broker: TestBroker): Promise<number> {
  const [recorded, stored] = [await recordedIds(database), withoutRepeated(await broker.read())]
  const published = new Map<string, string[]>()
  for (const { subject, id, event } of stored) {
    if (!subject.startsWith('taskpact.')) continue
    const own = published.get(event.userid) ?? []
    own.push(id)
    published.set(event.userid, own)
  }
  // A comparison of all at once would take minutes to print where it fails.
  for (const [user, ids] of recorded) {
    const own = published.get(user) ?? []
    const first = ids.findIndex((id, index) => own[index] !== id)
    expect({ user, changes: own.length, firstWrong: first < 0 ? null : [own[first], ids[first]] }).toEqual({ user, changes: ids.length, firstWrong: null })
  }
  expect(published.size).toBe(recorded.size)
  const tasks = stored.filter(({ subject }) => /^taskpact\.\d+\.task\./.test(subject)).map(({ id }) => id)
  for (const subject of ['task-updates', 'task-events']) {
    const copies = stored.filter((each) => each.subject === subject).map(({ id }) => id)
    expect(
      [...copies].sort().join() ===
        tasks
          .map((id) => `${id}.${subject}`)
          .sort()
          .join(),
    ).toBe(true)
  }
  return Array.from(published.values(), (ids) => ids.length).reduce((sum, count) => sum + count, 0)
}
