import { execFileSync } from 'node:child_process'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import type { Job, Outcome } from './load.ts'
import { startProgram } from './program.ts'
import type { Program } from './program.ts'
import { keepToOneProcessor, load, quantile, register, setStage } from './stage.ts'

/** A promise, what was measured, and whether it was kept. */
export type Kept = { promise: string; measured: string; kept: boolean }

type Scene = { program: Program; databaseUrl: string; requests: string[]; cpu: number | null; short: boolean; tell: (line: string) => void }

/**
 * Measures what the service can do, then asks for ten times that; has 500 slow clients beside honest ones; gives up a third
 * of many requests. The service and its database share a processor, and who makes the load has another, where there is one.
 */
export async function overload(short: boolean, tell: (line: string) => void): Promise<Kept[]> {
  const cpu = keepToOneProcessor()
  const stage = await setStage()
  const program = await startProgram({ databaseUrl: stage.url() })
  try {
    const scene = { program, databaseUrl: stage.url(), requests: await requestsOf(program.url), cpu, short, tell }
    await run(scene, 'warming up', { seconds: 3 })
    return [...(await tenTimes(scene)), ...(await slowSockets(scene)), ...(await givenUp(scene))]
  } finally {
    program.child.kill('SIGKILL')
    await program.exited
    await stage.close()
  }
}

/** Three reads of a page of 50 tasks for every task created. */
async function requestsOf(url: string): Promise<string[]> {
  const owner = await register(url, 'torture')
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

async function run({ program, requests, cpu, short, tell }: Scene, name: string, job: Partial<Job>): Promise<Outcome> {
  const defaults: Job = { port: program.port, requests, connections: 64, seconds: short ? 5 : 8, rate: null, count: Infinity, aborted: 0 }
  const outcome = await load({ ...defaults, ...job }, cpu)
  const { sent, unsent, good, shed, other, broken, seconds, latencies, onset, impatient } = outcome
  const rates = `${perSecond(sent, seconds)}/s sent, ${perSecond(good, seconds)}/s good, ${perSecond(shed, seconds)}/s shed`
  const early = impatient.length > 0 ? ` (${ms(quantile(impatient, 0.99))} for ${impatient.length} sent before Retry-After was over)` : ''
  tell(`  ${name}: ${rates}, p50 ${ms(quantile(latencies, 0.5))}, p99 ${ms(quantile(latencies, 0.99))}, ${ms(quantile(onset, 0.99))} in the first second${early}, ${unsent} not sent, ${other} other, ${broken} broken`)
  return outcome
}

/** One round after the other, as what a shared machine can do changes from one moment to the next. */
async function tenTimes(scene: Scene): Promise<Kept[]> {
  const rounds: { peak: number; share: number; p99: number; p99half: number; onset: number }[] = []
  const memory = [memoryOf(scene.program)]
  let others = 0
  for (let round = 1; round <= (scene.short ? 1 : 5); round += 1) {
    const most = await run(scene, `round ${round}, 32 at once`, { connections: 32 })
    const peak = most.good / most.seconds
    const half = await run(scene, `round ${round}, half of it`, { rate: peak / 2, connections: 200 })
    const ten = await run(scene, `round ${round}, ten times`, { rate: peak * 10, connections: 1_000 })
    rounds.push({ peak, share: ten.good / ten.seconds / peak, p99: quantile(ten.latencies, 0.99), p99half: quantile(half.latencies, 0.99), onset: quantile(ten.onset, 0.99) })
    others += ten.other + ten.broken
    memory.push(memoryOf(scene.program))
  }
  const median = (values: number[]): number => quantile(values, 0.5)
  const share = median(rounds.map((round) => round.share))
  const ratio = median(rounds.map(({ p99, p99half }) => p99 / p99half))
  const [, warm = 0] = memory
  const after = memory.at(-1) ?? 0
  const peak = Math.round(median(rounds.map((round) => round.peak)))
  const [p99, p99half, onset] = (['p99', 'p99half', 'onset'] as const).map((name) => ms(median(rounds.map((round) => round[name]))))
  return [
    { promise: 'goodput at 10x is 80 % of peak or more', measured: `${Math.round(share * 100)} %, of ${peak}/s`, kept: share >= 0.8 },
    {
      promise: 'once it has gone on for a second, p99 of what is admitted, of those who heed Retry-After, is 3x that at half load or less',
      measured: `${p99} and ${p99half}, and ${onset} in the first second`,
      kept: ratio <= 3,
    },
    { promise: 'nothing is answered but 2xx and 503', measured: `${others} others`, kept: others === 0 },
    { promise: 'memory is flat', measured: `${memory.join(', ')} MB`, kept: after <= warm * 1.2 + 20 },
  ]
}

/** Honest clients by themselves, and beside slow ones, by turns. */
async function slowSockets(scene: Scene): Promise<Kept[]> {
  const honest = { rate: 200, connections: 100 }
  const ratios: number[] = []
  const refused = { without: 0, beside: 0, of: 0 }
  for (let round = 1; round <= (scene.short ? 1 : 3); round += 1) {
    const without = await run(scene, `round ${round}, by themselves`, honest)
    const leave = slowClients(scene)
    await pause(2_000)
    const beside = await run(scene, `round ${round}, beside 500 slow clients`, honest)
    await leave()
    ratios.push(quantile(beside.latencies, 0.99) / quantile(without.latencies, 0.99))
    refused.without += without.shed
    refused.beside += beside.shed
    refused.of += beside.sent
  }
  const ratio = quantile(ratios, 0.5)
  return [
    { promise: 'beside 500 slow clients, p99 of honest ones is 2x or less', measured: ratios.map((each) => `${each.toFixed(1)}x`).join(', '), kept: ratio <= 2 },
    {
      promise: 'beside 500 slow clients, no more honest ones are refused, or one in a hundred',
      measured: `${refused.beside} of ${refused.of}, and ${refused.without} without them`,
      kept: refused.beside <= Math.max(refused.without, refused.of / 100),
    },
  ]
}

/** 250 clients who send a byte of their headers a second, and 250 who do so with their body. @returns how to end them */
function slowClients({ program, requests }: Scene): () => Promise<void> {
  const [read = '', , , write = ''] = requests
  const state = { over: false }
  const sockets = new Set<Socket>()
  const dribble = async (text: string, atOnce: number): Promise<void> => {
    // Not all in the same moment of each second.
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

async function givenUp(scene: Scene): Promise<Kept[]> {
  const before = await countsOf(scene)
  const count = scene.short ? 10_000 : 100_000
  const { sent, givenUp: aborted } = await run(scene, `${count} requests, 30 % given up`, { count, aborted: 0.3, seconds: 600 })
  let after = await countsOf(scene)
  // What the last ones left takes a moment.
  for (let tries = 0; tries < 50 && (after.busy > 0 || after.files > before.files + 20); tries += 1) {
    await pause(100)
    after = await countsOf(scene)
  }
  const measured = `${sent} sent, ${aborted} given up: ${after.waiting} waiting, ${after.unfinished} idle in transaction, ${before.files} then ${after.files} files open`
  const kept = after.waiting === 0 && after.unfinished === 0 && after.busy === 0 && after.files <= before.files + 20
  return [{ promise: 'nothing is left of requests that are given up', measured, kept }]
}

/** What the service and its database hold on to. */
async function countsOf({ program, databaseUrl }: Scene): Promise<{ waiting: number; busy: number; files: number; unfinished: number }> {
  const metrics = await (await fetch(`${program.url}/metrics`)).text()
  const value = (name: string): number => Number(metrics.split('\n').find((line) => line.startsWith(`${name} `))?.split(' ')[1] ?? Number.NaN)
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

/** Resident memory, in MB. */
const memoryOf = ({ pid }: Program): number =>
  Math.round(Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024)

const perSecond = (count: number, seconds: number): number => Math.round(count / seconds)

const ms = (value: number): string => `${Math.round(value * 10) / 10} ms`
