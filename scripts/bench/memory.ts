// How much memory the process of the service takes, without PostgreSQL's.
import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { requireSuccess } from './loader.ts'
import { requestText, scenarioNames, scenarios } from './scenarios.ts'
import type { ScenarioName } from './scenarios.ts'
import type { Stage } from './stage.ts'

/** Resident memory in bytes: after a while without requests and its peak until then, its peak under load, and a while after that. */
export type Memory = { idle: number; mostAtStart: number; mostUnderLoad: number; after: number }

const idleMs = 10_000
const loadSeconds = 20

// Of a hundred requests.
const mix: Record<ScenarioName, number> = { get: 60, list: 30, create: 10 }

/** Leaves a service idle, loads it fully, and leaves it idle again. */
export async function memory(stage: Stage, connections: number): Promise<Memory> {
  const server = await stage.start('service')
  await pause(idleMs)
  const [idle, mostAtStart] = [residentMemory(server.pid, 'VmRSS'), residentMemory(server.pid, 'VmHWM')]
  const requests = scenarioNames.flatMap((kind) =>
    Array.from({ length: mix[kind] * 50 }, () => ({ kind, status: scenarios[kind].status, text: requestText(kind, stage.users) })),
  )
  requireSuccess(await stage.load({ servers: [server], workload: { requests }, connections, seconds: loadSeconds }), 'memory')
  const mostUnderLoad = residentMemory(server.pid, 'VmHWM')
  await pause(idleMs)
  return { idle, mostAtStart, mostUnderLoad, after: residentMemory(server.pid, 'VmRSS') }
}

/** In bytes, as the kernel counts it. Linux only. */
export function residentMemory(pid: number, field: 'VmRSS' | 'VmHWM'): number {
  const kilobytes = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1]
  return Number(kilobytes) * 1_024
}
