// What streams cost on which nothing happens.
import { setTimeout as pause } from 'node:timers/promises'
import pLimit from 'p-limit'
import { residentMemory } from '../memory.ts'
import { megabytes, progress, table } from '../section.ts'
import type { Measured } from '../section.ts'
import type { Stage } from '../stage.ts'
import { difference, usage } from '../usage.ts'
import { openStream } from './open-streams.ts'

const counts = [1_000, 5_000]
const restMs = 15_000
const watchedMs = 45_000

/** Bytes of the service's resident memory that came with the streams, and the shares of a processor that they take. */
type Cost = { title: string; count: number; memory: number; server: number; database: number }

/** Opens so many streams of a thousand users, and leaves them alone; and as many responses of Node that nobody ends. */
export async function idleStreams(stage: Stage): Promise<Measured> {
  const [own, bare]: [Cost[], Cost[]] = [[], []]
  for (const count of counts) {
    progress(`feed: ${count} idle streams`)
    own.push(await measure(stage, 'service', count))
    bare.push(await measure(stage, 'bare', count))
  }
  const percent = (share: number): string => `${(share * 100).toFixed(1)} %`
  const rows = [...own, ...bare].map(({ title, count, memory, server, database }) => [
    title,
    count.toLocaleString('en'),
    megabytes(memory),
    (memory / count / 1_024).toFixed(1),
    percent(server),
    percent(database),
  ])
  const text = `Streams of 1,000 users in one process, over ${watchedMs / 1_000} s in which nothing changes. Shares are of one processor. The bare server
keeps as many responses open, checks no session and looks for no changes: less memory is not to be had with Node's HTTP server.

${table(['', 'idle streams', 'memory, MB', 'a stream, KB', 'processor', 'database'], rows)}`
  const findings = own.flatMap(({ count, memory, server }) => [
    { what: `${count.toLocaleString('en')} idle streams: memory`, target: '≤ 60 MB', measured: `${megabytes(memory)} MB` },
    { what: `${count.toLocaleString('en')} idle streams: processor time of the service`, target: '≤ 5 % of one', measured: percent(server) },
  ])
  return { findings, text }
}

async function measure(stage: Stage, name: 'service' | 'bare', count: number): Promise<Cost> {
  const server = await stage.start(name)
  await pause(restMs)
  const before = residentMemory(server.pid, 'VmRSS')
  const few = pLimit(20)
  const open = (index: number) => few(() => openStream(server.port, stage.users[index % stage.users.length] ?? { id: 0, token: '' }))
  const sockets = await Promise.all(Array.from({ length: count }, (_, index) => open(index)))
  await pause(restMs)
  const from = usage([server.pid], stage.database.pid)
  await pause(watchedMs)
  const used = difference(from, usage([server.pid], stage.database.pid))
  const memory = residentMemory(server.pid, 'VmRSS') - before
  for (const socket of sockets) socket.destroy()
  await server.stop()
  return { title: server.title, count, memory, server: used.server / (watchedMs * 1_000), database: used.database / (watchedMs * 1_000) }
}
