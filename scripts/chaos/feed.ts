// Whether those who follow the changes of users see each of them once and in order, whatever is killed meanwhile.
import { setTimeout as pause } from 'node:timers/promises'
import pLimit from 'p-limit'
import pg from 'pg'
import { register } from '../support/accounts.ts'
import { UsageError } from '../support/program.ts'
import { anyUrl, killInTurns, withDeployment } from './deployment.ts'
import type { Deployment } from './deployment.ts'
import { snapshotOf, startPoller, startStream } from './feed/followers.ts'
import type { Follower } from './feed/followers.ts'
import { judge } from './feed/judge.ts'
import { dropTrigger, pauseBeforeCommit } from './feed/triggers.ts'
import { startWriters } from './feed/writers.ts'
import type { Person } from './feed/writers.ts'
import type { Kept } from './overload.ts'

/**
 * How much is done: `kills` is how often the service and its database are killed, each. `without` is a trigger that is dropped; then
 * only the database is killed.
 */
export type FeedSettings = { writers: number; users: number; seconds: number; kills: number; without: string | null }

/** Longer than a stream takes to notice that it was cut. */
const mostCatchUpMs = 120_000

/**
 * Has writers change what users have. Each user is followed by long polls and by a stream, through two processes of the service.
 * Transactions pause at random as they commit; processes and the database are killed. Then all that was recorded is compared with
 * all that was seen, and the followers' copies with what the users have.
 */
export function feed(settings: FeedSettings, print: (line: string) => void): Promise<Kept[]> {
  return withDeployment(2, {}, async (deployment) => {
    const followers: Follower[] = []
    try {
      await asSuperuser(deployment, (superuser) => prepare(superuser, settings))
      const url = (): string => anyUrl(deployment)
      const people = await registerAll(settings.users, url)
      for (const [index, person] of people.entries()) {
        const mode = index % 4 === 0 ? 'latest' : 'events'
        followers.push(startPoller(person, mode, url), startStream(person, mode, url))
      }
      print(`  ${followers.length} followers of ${people.length} users, and ${settings.writers} writers`)
      const writers = startWriters(settings.writers, people, url)
      // Without a trigger, a service does not start.
      await killInTurns(deployment, { ...settings, sparesService: settings.without !== null }, print)
      await writers.stop()
      return await asSuperuser(deployment, async (superuser) => {
        await catchUp(superuser, followers, print)
        return judge({ superuser, people, followers, written: writers.written, url: url(), print })
      })
    } finally {
      await Promise.all(followers.map(({ stop }) => stop()))
    }
  })
}

/** Does something as the superuser of the database. */
export async function asSuperuser<Result>({ database }: Deployment, work: (superuser: pg.Client) => Promise<Result>): Promise<Result> {
  const superuser = new pg.Client({ connectionString: database.superuserUrl() })
  await superuser.connect()
  try {
    return await work(superuser)
  } finally {
    await superuser.end()
  }
}

async function prepare(superuser: pg.Client, { without }: FeedSettings): Promise<void> {
  await pauseBeforeCommit(superuser)
  if (without !== null && !(await dropTrigger(superuser, without))) throw new UsageError(`--without: there is no trigger "${without}" that records.`)
}

/** Registers so many people, few at a time, as hashing a password keeps a processor busy. */
export async function registerAll(count: number, url: () => string): Promise<Person[]> {
  const few = pLimit(4)
  return Promise.all(
    Array.from({ length: count }, (_, index) =>
      few(async () => {
        const headers = await register(url(), `feed-${index}`)
        const { id } = (await (await fetch(`${url()}/api/me`, { headers })).json()) as { id: number } // the service validated it
        const person = { id, headers, tasks: [], lists: [] }
        return { ...person, atFirst: await snapshotOf(person, url()) }
      }),
    ),
  )
}

/** Waits until all followers have seen the last change, and a moment more for what may come twice. */
export async function catchUp(superuser: pg.Client, followers: Follower[], print: (line: string) => void): Promise<void> {
  const { rows } = await superuser.query<{ user_id: number; seq: number }>(
    'select user_id::float8 as user_id, max(seq)::float8 as seq from changes where type is not null group by user_id',
  )
  const last = new Map(rows.map(({ user_id, seq }) => [user_id, seq]))
  const countLate = (): number => followers.filter((follower) => follower.last < (last.get(follower.person.id) ?? 0)).length
  const began = performance.now()
  print(`  writing is over; ${countLate()} followers have not seen all of it`)
  while (countLate() > 0 && performance.now() - began < mostCatchUpMs) await pause(100)
  print(`  after ${((performance.now() - began) / 1_000).toFixed(1)} s, ${countLate()} have not`)
  await pause(2_000)
}
