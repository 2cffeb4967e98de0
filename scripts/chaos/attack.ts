// How long one user waits while others do their worst.
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'
import { heavyData } from '../../tests/support/heavy-data.ts'
import { startDatabase } from '../bench/database.ts'
import { quantile } from '../bench/statistics.ts'
import { difference, usage } from '../bench/usage.ts'
import type { Usage } from '../bench/usage.ts'
import { register } from '../support/accounts.ts'
import { startProgram } from '../support/service.ts'
import type { Program } from '../support/service.ts'
import { load, memoryOf, ms } from './overload.ts'
import type { Kept } from './overload.ts'

type Headers = Record<string, string>
type Setup = { program: Program; databasePid: number; attacker: Headers; seconds: number; print: (line: string) => void }

/** A user who waits, and the service that they use. */
type Victim = { program: Program; headers: Headers }

/** Something that others do until they are stopped. */
type Attack = (setup: Setup) => { stop(): Promise<unknown> }

/** What a victim waits, in milliseconds, how many requests failed, and the largest size of the attacked service in MB. */
type Figures = { p50: number; p99: number; failed: number; memory: number }

/** Without attacks, with all of them, and with all of them on the service of others, as they use the same processors. */
type Round = { quiet: Figures; attacked: Figures; bystander: Figures }

const words = Array.from({ length: 100 }, () => 'a').join('+')
const searches = [
  'tasks?search=a',
  `tasks?search=${words}`,
  'tasks?sort=relevance',
  'tasks?offset=90000',
  'tasks',
  'stats?from=2026-01-01&to=2026-12-31',
  'tags',
]

const together = 'all of that'

const attacks: Record<string, Attack[]> = {
  'twelve searches at once by one user': [search],
  '200 log-ins at once from one address': [signIn],
  '500 downloads that nobody reads': [download],
  [together]: [search, signIn, download],
}

/** Measures what a user waits for a page of twenty tasks, in turns with nobody else and with each attack. */
export async function attack(short: boolean, print: (line: string) => void): Promise<Kept[]> {
  // The settings of production, except for the limit of log-ins, which would end the attack.
  const environment = { CONCURRENT_REQUESTS_PER_USER: '2', REQUESTS_PER_MINUTE: '6000', MAX_TASKS_PER_USER: '100000' }
  const stops: (() => Promise<void>)[] = []
  const start = async (): Promise<{ program: Program; superuser: pg.Client; databasePid: number }> => {
    let superuser: pg.Client | undefined
    const database = await startDatabase((client) => Promise.resolve((superuser = client)))
    stops.push(() => database.stop())
    const program = await startProgram({ databaseUrl: database.url, environment })
    stops.push(async () => {
      program.child.kill('SIGKILL')
      await program.exited
    })
    if (!superuser) throw new Error('the database was not filled')
    return { program, superuser, databasePid: database.pid }
  }
  const victimOf = async ({ program, superuser }: { program: Program; superuser: pg.Client }): Promise<Victim> => {
    const headers = await register(program.url, 'victim')
    await superuser.query("insert into tasks (user_id, title) select id, 'Task ' || n from users, generate_series(1, 100) n where name = 'victim'")
    return { program, headers }
  }
  try {
    const [target, other] = [await start(), await start()]
    const [victim, bystander] = [await victimOf(target), await victimOf(other)]
    const { program, superuser, databasePid } = target
    const attacker = await register(program.url, 'attacker')
    const { id } = (await (await fetch(`${program.url}/api/me`, { headers: attacker })).json()) as { id: number } // the service validated it
    for (const statement of heavyData(id, short ? 20_000 : 100_000)) await superuser.query(statement)
    const setup = { program, databasePid, attacker, seconds: short ? 5 : 12, print }
    await measure(setup, 'warming up', victim, [])
    await measure(setup, 'warming up the service of others', bystander, [])
    const rounds: Round[] = []
    for (let round = 1; round <= (short ? 1 : 3); round += 1) {
      for (const [name, parts] of Object.entries(attacks)) {
        if (short && name !== together) continue
        const quiet = await measure(setup, `round ${round}, quiet`, victim, [])
        const attacked = await measure(setup, `round ${round}, ${name}`, victim, parts)
        if (name !== together) continue
        rounds.push({ quiet, attacked, bystander: await measure(setup, `round ${round}, ${name}, a user of another service`, bystander, parts) })
      }
    }
    return promises(rounds)
  } finally {
    for (const stop of stops.reverse()) await stop()
  }
}

function promises(rounds: Round[]): Kept[] {
  const ratios = (value: (figures: Figures) => number, to: 'quiet' | 'bystander' = 'quiet'): number[] =>
    rounds.map((round) => value(round.attacked) / value(round[to]))
  const [waits, sizes, own] = [ratios(({ p99 }) => p99), ratios(({ memory }) => memory), ratios(({ p99 }) => p99, 'bystander')]
  const failed = rounds.reduce((sum, { attacked }) => sum + attacked.failed, 0)
  const times = (values: number[]): string => values.map((value) => `${value.toFixed(1)}x`).join(', ')
  return [
    { promise: 'in all attacks at once, p99 of another user is at most 3x', measured: times(waits), kept: quantile(waits, 0.5) <= 3 },
    {
      promise: 'in all attacks at once, p99 of another user is at most 3x that of a user of another service on this machine',
      measured: times(own),
      kept: quantile(own, 0.5) <= 3,
    },
    { promise: 'in all attacks at once, another user gets nothing but 200', measured: `${failed} others`, kept: failed === 0 },
    { promise: 'in all attacks at once, the memory of the service is at most 1.5x', measured: times(sizes), kept: quantile(sizes, 0.5) <= 1.5 },
  ]
}

async function measure(setup: Setup, name: string, { program: asked, headers }: Victim, parts: Attack[]): Promise<Figures> {
  const { program, databasePid, seconds, print } = setup
  const request = `GET /api/me/tasks?limit=20 HTTP/1.1\r\nHost: localhost\r\nAuthorization: ${headers['Authorization'] ?? ''}\r\n\r\n`
  const running = parts.map((start) => start(setup))
  const before = usage([program.pid], databasePid)
  let memory = 0
  const watch = setInterval(() => (memory = Math.max(memory, memoryOf(program))), 250)
  const { sent, shed, other, broken, latencies } = await load(
    { port: asked.port, requests: [request], connections: 8, seconds, rate: 80, count: Infinity, abortedShare: 0 },
    undefined,
  )
  clearInterval(watch)
  const used = difference(before, usage([program.pid], databasePid))
  await Promise.all(running.map(({ stop }) => stop()))
  const figures = { p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99), failed: shed + other + broken, memory }
  print(`  ${name}: p50 ${ms(figures.p50)}, p99 ${ms(figures.p99)}, ${figures.failed} of ${sent} not 200, ${memory} MB`)
  print(`    processors: ${shares(used)}`)
  // What is left of an attack must not count as the next measurement.
  await pause(2_000)
  return figures
}

/** Sends requests again and again, so many at once. */
function repeat(count: number, send: (index: number) => Promise<Response>): { stop(): Promise<unknown> } {
  const state = { over: false }
  const sender = async (index: number): Promise<void> => {
    for (let next = index; !state.over; next += 1) {
      const response = await send(next).catch(() => null)
      await response?.arrayBuffer().catch(() => undefined)
      // As Retry-After says: a client that is refused at once would otherwise measure its own speed.
      if (response?.status === 429) await pause(1_000)
    }
  }
  const all = Promise.all(Array.from({ length: count }, (_, index) => sender(index)))
  return {
    stop() {
      state.over = true
      return all
    },
  }
}

function search({ program, attacker }: Setup): { stop(): Promise<unknown> } {
  return repeat(12, (index) => fetch(`${program.url}/api/me/${searches[index % searches.length] ?? ''}`, { headers: attacker }))
}

function signIn({ program }: Setup): { stop(): Promise<unknown> } {
  const headers = { 'Content-Type': 'application/json' }
  return repeat(200, (index) => {
    const body = JSON.stringify({ email: `nobody-${index}@example.com`, password: 'correct horse battery' })
    return fetch(`${program.url}/api/auth/login`, { method: 'POST', headers, body })
  })
}

function download({ program }: Setup): { stop(): Promise<unknown> } {
  const state = { over: false }
  const sockets = new Set<Socket>()
  const dial = (): void => {
    if (state.over) return
    const socket = connect(program.port, '127.0.0.1').on('error', () => undefined)
    sockets.add(socket.pause())
    socket.write('GET /docs/scalar.js HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: identity\r\n\r\n')
    socket.on('close', () => {
      sockets.delete(socket)
      setTimeout(dial, 100)
    })
  }
  for (let count = 0; count < 500; count += 1) dial()
  return {
    stop() {
      state.over = true
      for (const socket of sockets) socket.destroy()
      return Promise.resolve()
    },
  }
}

/** Who used the processors, in percent of all that was used: what the service and its database do not get, they cannot give. */
const shares = ({ server, database, machine }: Usage): string => {
  const percent = (part: number): string => `${Math.round((part / machine) * 100)} %`
  return `${percent(server)} by the service, ${percent(database)} by the database, ${percent(machine - server - database)} by others`
}
