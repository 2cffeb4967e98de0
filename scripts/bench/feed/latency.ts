// How long after a commit its event is there, in the process that committed and in another one.
import { setTimeout as pause } from 'node:timers/promises'
import type { Options } from '../options.ts'
import { progress, table } from '../section.ts'
import type { Measured } from '../section.ts'
import type { RunningServer } from '../servers.ts'
import type { Stage } from '../stage.ts'
import { quantile } from '../statistics.ts'
import { openStream } from './open-streams.ts'

const streams = 100
const everyMs = 20

/** When a task was asked for, when its creation was acknowledged, and when its event came. */
type Times = { sent: number; acknowledged: number; seen: number }

/** Creates 50 tasks a second of a hundred users, each of whom has a stream. */
export async function latency(stage: Stage, { seconds, rounds }: Options): Promise<Measured> {
  const [own, other] = [await stage.start('service'), await stage.start('service')]
  const length = Math.max(10, seconds * rounds)
  progress('feed: from commit to event')
  const same = await measure(stage, own, own, length)
  const across = await measure(stage, own, other, length)
  await Promise.all([own.stop(), other.stop()])
  const sinceCommit = ({ acknowledged, seen }: Times): number => Math.max(0, seen - acknowledged)
  const sinceSent = ({ sent, seen }: Times): number => seen - sent
  const ms = (times: Times[], value: (times: Times) => number, share: number): string => quantile(times.map(value), share).toFixed(1)
  const row = (what: string, times: Times[]): string[] => [
    what,
    String(times.length),
    ...[sinceCommit, sinceSent].flatMap((value) => [0.5, 0.99].map((share) => ms(times, value, share))),
  ]
  const columns = ['', 'events', 'after the response: p50 ms', 'p99 ms', 'after the request: p50 ms', 'p99 ms']
  const text = `${streams} users have a stream each, and ${1_000 / everyMs} tasks a second are created. An event may come before the response to the write, which counts as 0 ms.

${table(columns, [row('The process that committed', same), row('Another process', across)])}`
  const findings = [
    { what: 'From the response to a write to its event, in one process: p99', target: '≤ 50 ms', measured: `${ms(same, sinceCommit, 0.99)} ms` },
    { what: 'The same, across two processes: p99', target: '≤ 600 ms', measured: `${ms(across, sinceCommit, 0.99)} ms` },
  ]
  return { findings, text }
}

async function measure(stage: Stage, writer: RunningServer, reader: RunningServer, seconds: number): Promise<Times[]> {
  const users = stage.users.slice(0, streams)
  const seen = new Map<string, number>()
  const note = (text: string): void => {
    for (const [title] of text.matchAll(/At [\d.]+/g)) if (!seen.has(title)) seen.set(title, performance.now())
  }
  const sockets = []
  for (const user of users) sockets.push(await openStream(reader.port, user, note))
  const writes = new Map<string, Omit<Times, 'seen'>>()
  const write = async (index: number): Promise<void> => {
    const { id, token } = users[index % users.length] ?? { id: 0, token: '' }
    const sent = performance.now()
    const title = `At ${sent}`
    const headers = { 'Authorization': `Bearer ${token}`, 'Content-Type': 'application/json' }
    const response = await fetch(`http://127.0.0.1:${writer.port}/api/${id}/tasks`, { method: 'POST', headers, body: JSON.stringify({ title }) })
    writes.set(title, { sent, acknowledged: performance.now() })
    await response.arrayBuffer()
  }
  const all = []
  for (let index = 0; index < (seconds * 1_000) / everyMs; index += 1) {
    all.push(write(index))
    await pause(everyMs)
  }
  await Promise.all(all)
  await pause(2_000)
  for (const socket of sockets) socket.destroy()
  // One that never came is infinitely late.
  return [...writes].map(([title, times]) => ({ ...times, seen: seen.get(title) ?? Infinity }))
}
