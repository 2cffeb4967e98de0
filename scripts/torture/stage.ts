import { execFileSync, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startEmbeddedPostgres } from '../../src/embedded-postgres/index.ts'
import type { EmbeddedPostgres } from '../../src/embedded-postgres/index.ts'
import { pinned } from './program.ts'
import type { Job, Outcome } from './load.ts'

/** A PostgreSQL with the settings it has in use, so that what it acknowledges is on disk, in a folder that is removed afterwards. */
export type Stage = {
  url(): string
  /** Kills it and starts it again. */
  crash(): Promise<void>
  close(): Promise<void>
}

export async function setStage(): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'taskpact-torture-'))
  let postgres: EmbeddedPostgres = await startEmbeddedPostgres(folder)
  return {
    url: () => postgres.url,
    async crash() {
      process.kill(Number.parseInt(await readFile(join(folder, 'postgres', 'postmaster.pid'), 'utf8'), 10), 'SIGKILL')
      await postgres.ended
      postgres = await startEmbeddedPostgres(folder)
    },
    async close() {
      await postgres.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Someone who has registered: the header that says so. */
export async function register(url: string, name: string): Promise<Record<string, string>> {
  const response = await fetch(`${url}/api/auth/register`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email: `${name}@example.com`, password: 'correct horse battery', name }),
  })
  const answer: unknown = await response.json()
  const token = typeof answer === 'object' && answer && 'token' in answer ? String(answer.token) : ''
  if (response.status !== 201) throw new Error(`registering was answered with ${response.status}`)
  return { Authorization: `Bearer ${token}` }
}

/** Makes load from another process, on another processor where there is one. */
export async function load(job: Job, cpu: number | null): Promise<Outcome> {
  const [execPath, ...before] = pinned(cpu, [process.execPath])
  const child = fork(fileURLToPath(new URL('load.ts', import.meta.url)), {
    execPath,
    execArgv: [...before, '--import', 'tsx'],
    serialization: 'advanced',
  })
  child.send(job)
  const [outcome] = (await once(child, 'message')) as [Outcome] // the one message that it sends
  return outcome
}

/** What stands at a share of the values, such as 0.99. */
export function quantile(values: number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** Keeps this process and all it starts from now on to one processor. @returns the one left for others, or null where that cannot be */
export function keepToOneProcessor(): number | null {
  try {
    execFileSync('taskset', ['-acp', '0', String(process.pid)], { stdio: 'ignore' })
    execFileSync('taskset', ['-c', '1', 'true'], { stdio: 'ignore' })
    return 1
  } catch {
    return null
  }
}

/** Lines up rows of cells. */
export function table(rows: (string | number)[][]): string {
  const texts = rows.map((row) => row.map(String))
  const widths = texts[0]?.map((_, column) => Math.max(...texts.map((row) => row[column]?.length ?? 0))) ?? []
  return texts.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd()).join('\n')
}
