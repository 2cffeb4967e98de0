import { execFileSync, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import pg from 'pg'
import { inject } from 'vitest'
import { startEmbeddedPostgres } from '../../src/embedded-postgres/index.ts'
import type { EmbeddedPostgres } from '../../src/embedded-postgres/index.ts'

const FAST = { fsync: 'off', synchronous_commit: 'off', shared_buffers: '16MB' }

// A process of its own that starts PostgreSQL, says how that went, and stops it when interrupted.
const OWNER = `
  const [module, folder, settings] = process.argv.slice(1)
  const { startEmbeddedPostgres } = await import(module)
  try {
    const server = await startEmbeddedPostgres(folder, { settings: JSON.parse(settings) })
    process.once('SIGINT', async () => {
      await new Promise((resolve) => setTimeout(resolve, 500))
      const now = new Promise((resolve) => setTimeout(resolve, 0, 'still up'))
      const before = await Promise.race([server.ended.then(() => 'already down'), now])
      await server.stop()
      console.log(before + ', then ' + (await server.ended ? 'stopped' : 'died'))
      process.exit()
    })
    console.log(server.url)
    setInterval(() => {}, 60_000)
  } catch (error) {
    console.log(error.message)
  }
`

/** A process that owns, or tried to own, a PostgreSQL; `news` gives the next line it says. */
export type Owner = { child: ChildProcess; pid: number; news: () => Promise<string> }

const folders: string[] = []
const servers: EmbeddedPostgres[] = []
const owners: Owner[] = []
const watchdogs: number[] = []

/** Ends whatever a test left running. */
export async function endAll(): Promise<void> {
  await Promise.all(owners.splice(0).map(kill))
  await Promise.all(servers.splice(0).map((server) => server.stop()))
}

/** Removes every folder the tests made, once nothing writes to them any more. */
export async function removeAll(): Promise<void> {
  await until(() => !watchdogs.some(isAlive))
  for (const folder of folders) await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
}

/** Gives the path of a data folder that does not exist yet. */
export async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'taskpact-embedded-'))
  folders.push(folder)
  return join(folder, 'our data')
}

/** Starts PostgreSQL from this process, by default without waiting for the disk; throws what the start throws. */
export async function start(folder: string, settings: Record<string, string> = {}): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres(folder, { settings: { ...FAST, ...settings } })
  servers.push(server)
  return server
}

/** Starts PostgreSQL from another process, the leader of its own process group. */
export function startElsewhere(folder: string, settings: Record<string, string> = FAST): Owner {
  const module = pathToFileURL(join(inject('builtFolder'), 'embedded-postgres/index.js')).href
  const child = spawn(process.execPath, ['--input-type=module', '-e', OWNER, module, folder, JSON.stringify(settings)], {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const pid = child.pid ?? 0
  const news = async () => {
    const line = await lines.next()
    watchdogs.push(watchdogOf(pid))
    return String(line.value)
  }
  const owner = { child, pid, news }
  owners.push(owner)
  return owner
}

/** Ends a process without giving it a chance to do anything about it; resolves when it is gone. */
export async function kill({ child }: Owner): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'exit')
}

/** Runs one statement on a connection of its own and gives the values of its rows in one list. */
export async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client(url)
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query<unknown[]>({ text: sql, rowMode: 'array' })).rows.flat()
  } finally {
    await client.end()
  }
}

/** Gives the url of a server's superuser, whose password lies in the data folder. */
export async function superuserUrl(folder: string, { url }: EmbeddedPostgres): Promise<string> {
  const password = /"superuser": "([^"]+)"/.exec(await readFile(join(folder, 'postgres.json'), 'utf8'))?.[1]
  return url.replace(/\/\/.*@/, `//postgres:${password}@`)
}

/** Says whether something accepts connections where the url points. */
export function portIsOpen(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(Number(new URL(url).port), '127.0.0.1')
    socket
      .on('error', () => resolve(false))
      .on('connect', () => {
        socket.destroy()
        resolve(true)
      })
  })
}

/** Waits for a condition; only the time limit of the test ends a wait in vain. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(20)
}

/** Says whether a process runs; one that ended and whose parent did not notice does not. */
export function isAlive(pid: number): boolean {
  return processes().some((process) => process.pid === pid)
}

/** Gives the process id of the watchdog a process started, 0 when it has none. */
export function watchdogOf(parent: number): number {
  return processes().find((one) => one.parent === parent && one.command.includes('taskpact-watchdog'))?.pid ?? 0
}

/** Gives the process id of the PostgreSQL that serves a data folder. */
export async function postmasterOf(folder: string): Promise<number> {
  return Number.parseInt(await readFile(join(folder, 'postgres', 'postmaster.pid'), 'utf8'), 10)
}

function processes(): { pid: number; parent: number; command: string }[] {
  return execFileSync('ps', ['-A', '-ww', '-o', 'pid=,ppid=,state=,args='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+([^Z\s]\S*)\s+(.*)$/.exec(line) ?? [])
    .map(([, pid, parent, , command = '']) => ({ pid: Number(pid), parent: Number(parent), command }))
}
