// The load generator, in a process of its own. Each connection sends the next request as soon as a response arrives, or at planned
// times whether or not it has.
import { exchange } from './connection.ts'
import type { ScheduledRequest } from './connection.ts'
import { createLatencies } from './latencies.ts'
import type { Latencies } from './latencies.ts'
import type { LoadOrder, LoadResult } from './loader.ts'
import type { User } from './scenarios.ts'
import { difference, usage } from './usage.ts'
import { chooserFor } from './workload.ts'
import type { PreparedRequest } from './workload.ts'

const maxResponses = 20_000_000
// How long connections may take to open before the first planned request.
const openingMs = 1_500
const all = createLatencies()
let users: User[] = []

type Request = PreparedRequest & ScheduledRequest

async function round({ workload, ports, connections, perSecond, warm, seconds, serverPids, databasePid }: LoadOrder): Promise<LoadResult> {
  const choose = chooserFor(workload, users)
  const kinds = new Map<string, Latencies>()
  const failures: Record<string, number> = {}
  let count = 0
  let running = true
  const fail = (what: string): void => void (failures[what] = (failures[what] ?? 0) + 1)
  const onResponse = ({ kind, status: wanted }: Request, status: number, milliseconds: number): void => {
    all.add(milliseconds)
    if (status !== wanted) fail(`status ${status}`)
    else if ('requests' in workload) latenciesOf(kinds, kind).add(milliseconds)
    count += 1
    if (count >= maxResponses) running = false
  }
  const useConnection = (port = 0): Promise<void> => {
    const when = perSecond === null ? performance.now.bind(performance) : timetable((1_000 * connections) / perSecond)
    const next = (): Request | null => (running ? { ...choose(), at: when() } : null)
    return exchange({ port, next, onResponse }).catch((error: unknown) => fail(messageOf(error)))
  }
  const connected = Promise.all(Array.from({ length: connections }, (_, index) => useConnection(ports[index % ports.length])))
  await pause(warm)
  const from = usage(serverPids, databasePid)
  // Taken after usage(), whose own cost must not count.
  const own = process.cpuUsage()
  const started = performance.now()
  count = 0
  for (const each of [all, ...kinds.values()]) each.clear()
  await Promise.race([pause(seconds), connected])
  const elapsed = performance.now() - started
  const { user, system } = process.cpuUsage(own)
  const used = { ...difference(from, usage(serverPids, databasePid)), load: user + system }
  const latency = all.sum()
  const byKind = Object.fromEntries([...kinds].map(([kind, each]) => [kind, each.sum()]))
  running = false
  await connected
  return { ...latency, seconds: elapsed / 1000, byKind, used, failures }
}

/**
 * The planned times of one connection's requests, with an average interval in milliseconds. Each is shifted at random, or all
 * connections would march in step. They begin when all connections are open, as opening a thousand is a burst of its own, and
 * do not depend on responses, so that waiting for one counts as latency.
 */
function timetable(intervalMs: number): () => number {
  let at = performance.now() + openingMs + (Math.random() - 1) * intervalMs
  return () => (at += (0.5 + Math.random()) * intervalMs)
}

function latenciesOf(kinds: Map<string, Latencies>, kind: string): Latencies {
  const known = kinds.get(kind)
  if (known) return known
  const made = createLatencies()
  kinds.set(kind, made)
  return made
}

const pause = (seconds: number): Promise<void> => new Promise((done) => setTimeout(done, seconds * 1000))

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

// loader.ts sends nothing else.
process.on('message', (message: { users: User[] } | { order: LoadOrder }) => {
  if ('users' in message) users = message.users
  else void round(message.order).then((result) => process.send?.(result))
})
process.on('disconnect', () => process.exit())
