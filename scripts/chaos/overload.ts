// Whether the service keeps serving when it is asked for more than it can do.
import { execFileSync, fork } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { quantile } from '../bench/statistics.ts'
import { register } from '../support/accounts.ts'
import { keepTo, pinnedTo } from '../support/processors.ts'
import { startProgram } from '../support/service.ts'
import type { Program } from '../support/service.ts'
import { startCrashableDatabase } from './database.ts'
import type { Job, Outcome } from './load.ts'

/** A promise, the measurement, and whether it was kept. */
export type Kept = { promise: string; measured: string; kept: boolean }

type Setup = { program: Program; databaseUrl: string; requests: string[]; loadProcessors: string | undefined; short: boolean; print: (line: string) => void }

/**
 * Measures the peak of the service, then sends ten times that; runs honest clients with 500 slow ones; aborts a third of
 * many requests. The service and its database share a processor, and the load has the others, if there are any.
 */
export async function overload(short: boolean, print: (line: string) => void): Promise<Kept[]> {
  const loadProcessors = keepTo('first')?.others
  const database = await startCrashableDatabase()
  const program = await startProgram({ databaseUrl: database.url() })
  try {
    const setup = { program, databaseUrl: database.url(), requests: await createRequests(program.url), loadProcessors, short, print }
    await run(setup, 'warming up', { seconds: 3 })
    return [...(await tenTimes(setup)), ...(await slowSockets(setup)), ...(await aborted(setup))]
  } finally {
    program.child.kill('SIGKILL')
    await program.exited
    await database.close()
  }
}

/** Three reads of a page of 50 tasks for each task that is created. */
async function createRequests(url: string): Promise<string[]> {
  const owner = await register(url, 'chaos')
  for (let count = 0; count < 100; count += 1) {
    const headers = { ...owner, 'Content-Type': 'application/json' }
    await fetch(`${url}/api/me/tasks`, { method: 'POST', headers, body: JSON.stringify({ title: `Task ${count}` }) })
  }
  const lines = ['Host: localhost', ...Object.entries(owner).map(([name, value]) => `${name}: ${value}`)].join('\r\n')
  const read = `GET /api/me/tasks?limit=50 HTTP/1.1\r\n${lines}\r\n\r\n`
  const body = JSON.stringify({ title: 'One more' })
  const write = `POST /api/me/tasks HTTP/1.1\r\n${lines}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`
  return [read, read, read, write]
}

async function run({ program, requests, loadProcessors, short, print }: Setup, name: string, job: Partial<Job>): Promise<Outcome> {
  const defaults: Job = { port: program.port, requests, connections: 64, seconds: short ? 5 : 8, rate: null, count: Infinity, abortedShare: 0 }
  const outcome = await load({ ...defaults, ...job }, loadProcessors)
  const { sent, unsent, good, shed, other, broken, seconds, latencies, onset, impatient } = outcome
  const rates = `${perSecond(sent, seconds)}/s sent, ${perSecond(good, seconds)}/s good, ${perSecond(shed, seconds)}/s shed`
  const early = impatient.length > 0 ? ` (${ms(quantile(impatient, 0.99))} for ${impatient.length} sent before Retry-After was over)` : ''
  print(
    `  ${name}: ${rates}, p50 ${ms(quantile(latencies, 0.5))}, p99 ${ms(quantile(latencies, 0.99))}, ${ms(quantile(onset, 0.99))} in the first second${early}, ${unsent} not sent, ${other} other, ${broken} broken`,
  )
  return outcome
}

/** Every round measures the peak again, as the speed of a shared machine changes from moment to moment. */
async function tenTimes(setup: Setup): Promise<Kept[]> {
  const rounds: { peak: number; share: number; p99: number; p99half: number; onset: number }[] = []
  const memory = [memoryOf(setup.program)]
  let others = 0
  for (let round = 1; round <= (setup.short ? 1 : 5); round += 1) {
    const most = await run(setup, `round ${round}, 32 at once`, { connections: 32 })
    const peak = most.good / most.seconds
    const half = await run(setup, `round ${round}, half of it`, { rate: peak / 2, connections: 200 })
    const ten = await run(setup, `round ${round}, ten times`, { rate: peak * 10, connections: 1_000 })
    rounds.push({
      peak,
      share: ten.good / ten.seconds / peak,
      p99: quantile(ten.latencies, 0.99),
      p99half: quantile(half.latencies, 0.99),
      onset: quantile(ten.onset, 0.99),
    })
    others += ten.other + ten.broken
    memory.push(memoryOf(setup.program))
  }
  const median = (values: number[]): number => quantile(values, 0.5)
  const share = median(rounds.map((round) => round.share))
  const ratio = median(rounds.map(({ p99, p99half }) => p99 / p99half))
  const [, warm = 0] = memory
  const after = memory.at(-1) ?? 0
  const peak = Math.round(median(rounds.map((round) => round.peak)))
  const [p99, p99half, onset] = (['p99', 'p99half', 'onset'] as const).map((name) => ms(median(rounds.map((round) => round[name]))))
  return [
    { promise: 'goodput at 10x load is at least 80 % of peak', measured: `${Math.round(share * 100)} %, of ${peak}/s`, kept: share >= 0.8 },
    {
      promise: 'after the first second, p99 of admitted requests that heed Retry-After is at most 3x that at half load',
      measured: `${p99} and ${p99half}, and ${onset} in the first second`,
      kept: ratio <= 3,
    },
    { promise: 'every response is 2xx or 503', measured: `${others} others`, kept: others === 0 },
    { promise: 'memory is flat', measured: `${memory.join(', ')} MB`, kept: after <= warm * 1.2 + 20 },
  ]
}

/** Alternates between honest clients alone and honest clients with slow ones. */
async function slowSockets(setup: Setup): Promise<Kept[]> {
  const honest = { rate: 200, connections: 100 }
  const ratios: number[] = []
  const shed = { without: 0, withSlow: 0, of: 0 }
  for (let round = 1; round <= (setup.short ? 1 : 3); round += 1) {
    const without = await run(setup, `round ${round}, alone`, honest)
    const stop = slowClients(setup)
    await pause(2_000)
    const withSlow = await run(setup, `round ${round}, with 500 slow clients`, honest)
    await stop()
    ratios.push(quantile(withSlow.latencies, 0.99) / quantile(without.latencies, 0.99))
    shed.without += without.shed
    shed.withSlow += withSlow.shed
    shed.of += withSlow.sent
  }
  const ratio = quantile(ratios, 0.5)
  return [
    {
      promise: 'with 500 slow clients, p99 of honest ones is at most 2x',
      measured: ratios.map((each) => `${each.toFixed(1)}x`).join(', '),
      kept: ratio <= 2,
    },
    {
      promise: 'with 500 slow clients, no more honest requests get 503, or at most one in a hundred',
      measured: `${shed.withSlow} of ${shed.of}, and ${shed.without} without them`,
      kept: shed.withSlow <= Math.max(shed.without, shed.of / 100),
    },
  ]
}

/** 250 clients that send a byte of their headers a second, and 250 that do so with their body. @returns how to stop them */
function slowClients({ program, requests }: Setup): () => Promise<void> {
  const [read = '', , , write = ''] = requests
  const state = { over: false }
  const sockets = new Set<Socket>()
  const dribble = async (text: string, atOnce: number): Promise<void> => {
    // Spread over the second.
    await pause(Math.random() * 1_000)
    while (!state.over) {
      const socket = connect(program.port, '127.0.0.1').on('error', () => undefined)
      sockets.add(socket)
      socket.write(text.slice(0, atOnce))
      for (let at = atOnce; at < text.length && !socket.destroyed; at += 1) {
        await pause(1_000)
        socket.write(text.slice(at, at + 1))
      }
      socket.destroy()
      sockets.delete(socket)
    }
  }
  const head = write.indexOf('\r\n\r\n') + 4
  const slow = Array.from({ length: 500 }, (_, index) => (index % 2 === 0 ? dribble(read, 10) : dribble(write, head)))
  return async () => {
    state.over = true
    for (const socket of sockets) socket.destroy()
    await Promise.all(slow)
  }
}

async function aborted(setup: Setup): Promise<Kept[]> {
  const before = await countResources(setup)
  const requests = setup.short ? 10_000 : 100_000
  const { sent, aborted: count } = await run(setup, `${requests} requests, 30 % aborted`, { count: requests, abortedShare: 0.3, seconds: 600 })
  let after = await countResources(setup)
  // The last ones take a moment to be cleaned up.
  for (let tries = 0; tries < 50 && (after.busy > 0 || after.files > before.files + 20); tries += 1) {
    await pause(100)
    after = await countResources(setup)
  }
  const measured = `${sent} sent, ${count} aborted: ${after.waiting} waiting, ${after.unfinished} idle in transaction, ${before.files} then ${after.files} files open`
  const kept = after.waiting === 0 && after.unfinished === 0 && after.busy === 0 && after.files <= before.files + 20
  return [{ promise: 'aborted requests leak nothing', measured, kept }]
}

/** The resources that the service and its database hold. */
async function countResources({ program, databaseUrl }: Setup): Promise<{ waiting: number; busy: number; files: number; unfinished: number }> {
  const metrics = await (await fetch(`${program.url}/metrics`)).text()
  const value = (name: string): number =>
    Number(
      metrics
        .split('\n')
        .find((line) => line.startsWith(`${name} `))
        ?.split(' ')[1] ?? Number.NaN,
    )
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  const { rowCount } = await client.query("select from pg_stat_activity where application_name = 'taskpact' and state like 'idle in transaction%'")
  await client.end()
  return {
    waiting: value('taskpact_database_connections{state="waited_for"}'),
    busy: value('taskpact_database_connections{state="busy"}'),
    files: value('process_open_fds'),
    unfinished: rowCount ?? Number.NaN,
  }
}

/** Makes load from another process, on processors of its own if there are any. */
export async function load(job: Job, processors: string | undefined): Promise<Outcome> {
  const [execPath = process.execPath, ...before] = pinnedTo(processors, [process.execPath])
  const child = fork(fileURLToPath(new URL('load.ts', import.meta.url)), {
    execPath,
    execArgv: [...before, '--import', 'tsx'],
    serialization: 'advanced',
  })
  child.send(job)
  const [outcome] = (await once(child, 'message')) as [Outcome] // load.ts sends nothing else
  return outcome
}

/** Resident memory, in MB. */
export const memoryOf = ({ pid }: Program): number => Math.round(Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024)

const perSecond = (count: number, seconds: number): number => Math.round(count / seconds)

/** Milliseconds, to a tenth. */
export const ms = (value: number): string => `${Math.round(value * 10) / 10} ms`
