// The load generator, a process of its own that is told each round: so many connections, each asking as soon as it is answered,
// or each at its own times, whenever it is answered.
import { talk } from './connection.ts'
import type { Due } from './connection.ts'
import { drawing } from './deck.ts'
import type { Card } from './deck.ts'
import { createLatencies } from './latencies.ts'
import type { Latencies } from './latencies.ts'
import type { LoadOrder, LoadResult } from './loader.ts'
import type { Person } from './scenarios.ts'
import { difference, usage } from './usage.ts'

const mostAnswers = 20_000_000
// In milliseconds: what connections are given to open before requests come at planned times.
const opening = 1_500
const all = createLatencies()
let people: Person[] = []

type Asked = Card & Due

async function round({ asked, ports, connections, perSecond, warm, seconds, serverPids, databasePid }: LoadOrder): Promise<LoadResult> {
  const draw = drawing(asked, people)
  const kinds = new Map<string, Latencies>()
  const failures: Record<string, number> = {}
  let count = 0
  let running = true
  const fail = (what: string): void => void (failures[what] = (failures[what] ?? 0) + 1)
  const answered = ({ kind, status: wanted }: Asked, status: number, milliseconds: number): void => {
    all.add(milliseconds)
    if (status !== wanted) fail(`status ${status}`)
    else if ('deck' in asked) latenciesOf(kinds, kind).add(milliseconds)
    count += 1
    if (count >= mostAnswers) running = false
  }
  const askOn = (port = 0): Promise<void> => {
    const when = perSecond === null ? performance.now.bind(performance) : timetable((1_000 * connections) / perSecond)
    const next = (): Asked | null => (running ? { ...draw(), at: when() } : null)
    return talk({ port, next, answered }).catch((error: unknown) => fail(messageOf(error)))
  }
  const talks = Promise.all(Array.from({ length: connections }, (_, index) => askOn(ports[index % ports.length])))
  await pause(warm)
  const from = usage(serverPids, databasePid)
  // Not counting what it took to look.
  const own = process.cpuUsage()
  const started = performance.now()
  count = 0
  for (const each of [all, ...kinds.values()]) each.clear()
  await Promise.race([pause(seconds), talks])
  const elapsed = performance.now() - started
  const { user, system } = process.cpuUsage(own)
  const used = { ...difference(from, usage(serverPids, databasePid)), load: user + system }
  const latency = all.sum()
  const byKind = Object.fromEntries([...kinds].map(([kind, each]) => [kind, each.sum()]))
  running = false
  await talks
  return { ...latency, seconds: elapsed / 1000, byKind, used, failures }
}

/**
 * The times of one connection's requests, so many milliseconds apart on average; each anywhere around its turn, or all
 * connections would march in step. They begin when all connections are open, as to open a thousand is a burst of its own, and are
 * kept to whenever answers come, so that who has to wait for one is counted as waiting.
 */
function timetable(apart: number): () => number {
  let at = performance.now() + opening + (Math.random() - 1) * apart
  return () => (at += (0.5 + Math.random()) * apart)
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

// What the parent sends is what loader.ts says it is.
process.on('message', (message: { people: Person[] } | { order: LoadOrder }) => {
  if ('people' in message) people = message.people
  else void round(message.order).then((result) => process.send?.(result))
})
process.on('disconnect', () => process.exit())
