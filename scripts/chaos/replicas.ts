// Whether everybody reads what they wrote, and nobody what has ended, while replicas are late, killed and stopped.
import { setTimeout as pause } from 'node:timers/promises'
import pLimit from 'p-limit'
import { startReplicated } from '../../tests/support/replicated.ts'
import type { Replicated } from '../../tests/support/replicated.ts'
import { run } from '../support/run.ts'
import { root, startProgram } from '../support/service.ts'
import type { Program } from '../support/service.ts'
import type { Kept } from './overload.ts'
import { registerUser } from './replicas/accounts.ts'
import { countStatements, countingStatements, outcomesOf, since } from './replicas/measures.ts'
import type { Outcomes, Statements } from './replicas/measures.ts'
import { mostSessions, revokeAtRandom } from './replicas/revocations.ts'
import type { Revocations } from './replicas/revocations.ts'
import { createOwner, noReadings, readTheirOwn } from './replicas/users.ts'
import type { Owner, Readings } from './replicas/users.ts'

/**
 * How many reads are compared while replicas are late, for how many minutes at most, by how many users, and how many things end meanwhile
 * at a time.
 */
export type ReplicaSettings = { reads: number; minutes: number; users: number; revokers: number }

type Setup = { database: Replicated; urls: string[]; environment: Record<string, string>; print: (line: string) => void }
type Phase = { readings: Readings; outcomes: Outcomes; seconds: number }

const delayMs = 500
const printEveryMs = 20_000
const steadyMs = 10_000
const mostPrompt = 25_000
// How long replicas are gone or stopped: longer than the service takes to leave out one that falls silent.
const troubleMs = 6_000
// Should nothing be read any more, the count of reads would never be reached.
const mostRefused = 1_000

/**
 * Starts a primary, two replicas and two processes of the service. Users write and read their own while replicas are late, then while they
 * are not, then while one is killed and one is stopped. Meanwhile, sessions, tokens and accounts end.
 */
export async function replicas(settings: ReplicaSettings, print: (line: string) => void): Promise<Kept[]> {
  const database = await startReplicated(2, delayMs, countingStatements)
  const environment = {
    DATABASE_REPLICA_URLS: database.replicas.map(({ proxy }) => proxy.url).join(),
    MAX_SESSIONS_PER_USER: String(mostSessions),
  }
  const programs: Program[] = []
  try {
    while (programs.length < 2) programs.push(await startProgram({ databaseUrl: database.url, environment }))
    return await judge({ database, urls: programs.map(({ url }) => url), environment, print }, settings)
  } finally {
    for (const { child, exited } of programs) {
      child.kill('SIGKILL')
      await exited
    }
    await database.stop()
  }
}

async function judge(setup: Setup, { reads, minutes, users, revokers }: ReplicaSettings): Promise<Kept[]> {
  const { database, urls } = setup
  let current = noReadings()
  const owners = await ownersAt(urls, users, () => current)
  const phase = (name: string, isOver: (readings: Readings) => boolean, writes = true): Promise<Phase> => {
    current = noReadings()
    return measure(setup, name, owners, current, isOver, writes)
  }
  const until = (most: number, mostMinutes: number) => {
    const began = performance.now()
    return (readings: Readings) => readings.reads >= most || readings.refused > mostRefused || performance.now() - began > mostMinutes * 60_000
  }

  const ended = { over: false }
  const revoking = startRevoking(setup, revokers, () => ended.over)
  const late = await phase(`${delayMs} ms late`, until(reads, minutes))
  ended.over = true
  const revocations = await revoking
  for (const replica of database.replicas) await replica.delay(0)
  const prompt = await phase('without delay', until(Math.min(reads, mostPrompt), minutes / 4))
  const steady = { phase: late }
  const statements = await countStatements(database.superuserUrl, async () => {
    const began = performance.now()
    steady.phase = await phase('nobody writes', ({ refused }) => refused > mostRefused || performance.now() - began > steadyMs, false)
  })
  for (const replica of database.replicas) await replica.delay(delayMs)
  const trouble = { over: false }
  const troubled = makeTrouble(setup).finally(() => (trouble.over = true))
  const killed = await phase('killed and stopped', ({ refused }) => trouble.over || refused > mostRefused)
  await troubled
  return promises({ late, prompt, killed, ...steady, statements, revocations })
}

type Evidence = { late: Phase; prompt: Phase; phase: Phase; killed: Phase; statements: Statements; revocations: Revocations }

function promises({ late, prompt, phase: steady, killed, statements, revocations }: Evidence): Kept[] {
  const readsOwn = (when: string, { readings: { reads, stale }, outcomes }: Phase, others = 0): Kept => ({
    promise: `everybody reads what they wrote: ${when}`,
    measured: `${stale} stale of ${reads}, ${share(outcomes, reads + others)} on replicas`,
    kept: reads > 0 && stale === 0,
  })
  // A read that falls back to the primary takes two statements there.
  const { reads } = steady.readings
  const fallenBack = 2 * (reads - steady.outcomes.served)
  const refused = [late, prompt, steady, killed].reduce((sum, { readings }) => sum + readings.refused, 0)
  return [
    readsOwn(`replicas ${delayMs} ms late`, late, revocations.reads),
    readsOwn('replicas without delay', prompt),
    readsOwn('one killed, one stopped', killed),
    { promise: 'nobody gets anything but 2xx, whatever becomes of replicas', measured: `${refused} others`, kept: refused === 0 },
    {
      promise: 'what has ended is refused everywhere from the response on',
      measured: `${revocations.accepted} accepted of ${revocations.sentAfter} reads, after ${revocations.ended} ends`,
      kept: revocations.ended > 0 && revocations.unexpected.length === 0,
    },
    {
      promise: 'the primary runs no statements for reads on replicas',
      measured: `${statements.reads} for ${reads} reads, of which ${fallenBack / 2} fell back; besides, ${besides(statements)}`,
      kept: reads > 0 && statements.reads <= fallenBack,
    },
  ]
}

const besides = ({ time, limits, rest }: Statements): string => `${time} for the time, ${limits} for rate limits, ${rest} others`

const share = ({ served }: Outcomes, reads: number): string => `${((100 * served) / Math.max(1, reads)).toFixed(1)} %`

/** Has the owners read, and prints now and then how far they are. */
async function measure(
  { urls, print }: Setup,
  name: string,
  owners: Owner[],
  readings: Readings,
  isOver: (readings: Readings) => boolean,
  writes: boolean,
): Promise<Phase> {
  const began = performance.now()
  const before = await outcomesOf(urls)
  const tell = setInterval(() => print(`  ${name}: ${readings.reads} reads, ${readings.writes} writes, ${readings.stale} stale`), printEveryMs)
  await readTheirOwn(owners, readings, () => isOver(readings), writes)
  clearInterval(tell)
  const outcomes = since(before, await outcomesOf(urls))
  const seconds = (performance.now() - began) / 1_000
  const { reads, writes: written, stale } = readings
  print(`  ${name}: ${reads} reads, ${written} writes, ${stale} stale in ${seconds.toFixed(0)} s; sent to replicas: ${JSON.stringify(outcomes)}`)
  for (const example of readings.examples) print(`    ${example}`)
  return { readings, outcomes, seconds }
}

/** Registers users, few at a time, as hashing a password keeps a processor busy. */
function ownersAt(urls: string[], count: number, readings: () => Readings): Promise<Owner[]> {
  const few = pLimit(4)
  const create = async (index: number): Promise<Owner> => {
    const { token } = await registerUser(urls[0] ?? '', `reader-${index}`)
    return createOwner(index, urls, token, readings)
  }
  return Promise.all(Array.from({ length: count }, (_, index) => few(() => create(index))))
}

async function startRevoking({ database, urls, environment, print }: Setup, count: number, isOver: () => boolean): Promise<Revocations> {
  const holder = await registerUser(urls[0] ?? '', 'holder')
  const disable = async (userId: number): Promise<void> => {
    await run(root, process.execPath, ['dist/main.js', 'user', 'disable', String(userId), '--yes'], {
      ...process.env,
      ...environment,
      DATABASE_URL: database.url,
    })
  }
  const revocations = await revokeAtRandom({ urls, holder, disable }, count, isOver)
  print(`  ${revocations.ended} sessions, tokens and accounts ended`)
  for (const each of revocations.unexpected.slice(0, 10)) print(`    ${each}`)
  return revocations
}

/** Kills one replica and stops the other, for a while both at once, and brings them back. */
async function makeTrouble({ database: { replicas: all }, print }: Setup): Promise<void> {
  const [one, other] = all
  const steps: [string, () => Promise<void> | undefined][] = [
    ['all is well', () => undefined],
    ['one replica is killed', () => one?.kill()],
    ['the other one is stopped', () => other?.suspend(true)],
    ['the first one is back', () => one?.start()],
    ['the other one continues', () => other?.suspend(false)],
  ]
  for (const [name, step] of steps) {
    print(`  ${name}`)
    await step()
    await pause(troubleMs)
  }
}
