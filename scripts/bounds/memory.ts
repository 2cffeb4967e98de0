// How much memory the process of the service takes, not counting PostgreSQL's.
import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { scenarios, wireOf } from '../bench/scenarios.ts'
import type { ScenarioName } from '../bench/scenarios.ts'
import { requireGood } from './good.ts'
import type { Stage } from './stage.ts'

/** In bytes: resident after a while without requests and the most until then, the most under load, and a while after it. */
export type Memory = { idle: number; mostAtStart: number; mostUnderLoad: number; after: number }

const idleFor = 10_000
const loadFor = 20

// Of a hundred requests.
const mix: Record<ScenarioName, number> = { get: 60, list: 30, create: 10 }

/** Leaves a service alone, asks it for all it can do, and leaves it alone again. */
export async function memory({ place, loader, service }: Stage, connections: number): Promise<Memory> {
  const { port, pid } = await service()
  await pause(idleFor)
  const [idle, mostAtStart] = [residentOf(pid, 'VmRSS'), residentOf(pid, 'VmHWM')]
  const deck = (['get', 'list', 'create'] as const).flatMap((kind) =>
    Array.from({ length: mix[kind] * 50 }, () => ({ kind, status: scenarios[kind].status, wire: wireOf(kind, place.people) })),
  )
  const where = { ports: [port], serverPids: [pid], databasePid: place.database.pid }
  requireGood(await loader.round({ asked: { deck }, ...where, connections, perSecond: null, warm: 0, seconds: loadFor }), 'memory')
  const mostUnderLoad = residentOf(pid, 'VmHWM')
  await pause(idleFor)
  return { idle, mostAtStart, mostUnderLoad, after: residentOf(pid, 'VmRSS') }
}

/** What the kernel keeps of a process. Linux only. */
function residentOf(pid: number, field: 'VmRSS' | 'VmHWM'): number {
  const kilobytes = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1]
  return Number(kilobytes) * 1_024
}
