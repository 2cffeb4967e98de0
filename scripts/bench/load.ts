// The load generator, a process of its own that is told each round: so many connections, each asking as soon as it is answered.
import { talk } from './connection.ts'
import type { LoadOrder, LoadResult } from './loader.ts'
import { scenarios, wireOf } from './scenarios.ts'
import type { Person } from './scenarios.ts'
import { difference, usage } from './usage.ts'

const bucket = 0.01
const buckets = new Uint32Array(1_000_000)
const mostAnswers = 20_000_000
let people: Person[] = []

async function round({ scenario, port, connections, warm, seconds, serverPid, databasePid }: LoadOrder): Promise<LoadResult> {
  const { status: wanted } = scenarios[scenario]
  const failures: Record<string, number> = {}
  let count = 0
  let running = true
  const fail = (what: string): void => void (failures[what] = (failures[what] ?? 0) + 1)
  const answered = (status: number, milliseconds: number): void => {
    if (status !== wanted) fail(`status ${status}`)
    const index = Math.min(buckets.length - 1, Math.floor(milliseconds / bucket))
    buckets[index] = (buckets[index] ?? 0) + 1
    count += 1
    if (count >= mostAnswers) running = false
  }
  const next = (): string | null => (running ? wireOf(scenario, people) : null)
  const talks = Promise.all(
    Array.from({ length: connections }, () => talk({ port, next, answered }).catch((error: unknown) => fail(messageOf(error)))),
  )
  await pause(warm)
  const from = usage(serverPid, databasePid)
  // Not counting what it took to look.
  const own = process.cpuUsage()
  const started = performance.now()
  count = 0
  buckets.fill(0)
  await Promise.race([pause(seconds), talks])
  const [elapsed, requests] = [performance.now() - started, count]
  const { user, system } = process.cpuUsage(own)
  const used = { ...difference(from, usage(serverPid, databasePid)), load: user + system }
  const [p50, p99] = [percentile(requests, 0.5), percentile(requests, 0.99)]
  running = false
  await talks
  return { requests, seconds: elapsed / 1000, p50, p99, used, failures }
}

/** In milliseconds, to a hundredth. */
function percentile(total: number, share: number): number {
  let left = Math.ceil(total * share)
  const index = buckets.findIndex((inside) => (left -= inside) <= 0)
  return (index + 0.5) * bucket
}

const pause = (seconds: number): Promise<void> => new Promise((done) => setTimeout(done, seconds * 1000))

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

// What the parent sends is what loader.ts says it is.
process.on('message', (message: { people: Person[] } | { order: LoadOrder }) => {
  if ('people' in message) people = message.people
  else void round(message.order).then((result) => process.send?.(result))
})
process.on('disconnect', () => process.exit())
