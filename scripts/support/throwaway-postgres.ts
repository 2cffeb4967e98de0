// A PostgreSQL of a script's own, which nobody else reaches and which is thrown away.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { UserError } from './program.ts'
import { run } from './run.ts'

/** The account of a server, which does not run as root; undefined for our own. */
export type Account = { uid: number; gid: number } | undefined

/** The account that Debian's packages made, as no server runs as root; undefined unless we are root. */
export async function accountOfDebian(): Promise<Account> {
  if (process.getuid?.() !== 0) return undefined
  const id = async (flag: string): Promise<number> => Number(await run('.', 'id', [flag, 'postgres']))
  return { uid: await id('-u'), gid: await id('-g') }
}

/** Where servers listen. */
export const host = '127.0.0.1'

/** Of every role, on a server that nobody else reaches and that is thrown away. */
export const password = 'for-the-tests'

/** Of a server where nothing that is written must survive. */
export const settings: Readonly<Record<string, string>> = {
  fsync: 'off',
  full_page_writes: 'off',
  max_connections: '200',
  listen_addresses: host,
  unix_socket_directories: '',
  // Of the two ways to check a password, the one that costs nothing at each of some thousand connections.
  password_encryption: 'md5',
}

/** The programs of a PostgreSQL, by their paths. */
export type Programs = { initdb: string; postgres: string }

/** What is started, in a folder that its account may write to. The processes are those to end, the last one first. */
export type Setting = { folder: string; account: Account; children: ChildProcess[] }

/** Starts a program of which only errors are shown. */
export function startProgram({ folder, account, children }: Setting, file: string, args: string[]): ChildProcess {
  const child = spawn(file, args, { ...account, cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
  children.push(child)
  return child
}

/** Makes and starts a server. @returns the URL of its superuser */
export async function startPostgres(setting: Setting, { initdb, postgres }: Programs, port: number, given: Readonly<Record<string, string>>): Promise<string> {
  const data = join(setting.folder, 'data')
  const passwordFile = join(setting.folder, 'password')
  await writeFile(passwordFile, password)
  const options = ['-U', 'postgres', '-A', 'md5', '--pwfile', passwordFile, '-E', 'UTF8', '--locale', 'C.UTF-8']
  const making = startProgram(setting, initdb, ['-D', data, ...options])
  await once(making, 'exit')
  if (making.exitCode !== 0) throw new UserError('initdb failed.')
  startProgram(setting, postgres, ['-D', data, '-p', String(port), ...Object.entries(given).flatMap(([name, value]) => ['-c', `${name}=${value}`])])
  const url = `postgresql://postgres:${password}@${host}:${port}/postgres`
  await reachable(url)
  return url
}

/** Waits until a server accepts connections. */
export async function reachable(connectionString: string): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    const client = new pg.Client({ connectionString })
    client.on('error', () => undefined)
    try {
      await client.connect()
      await client.end()
      return
    } catch (error) {
      if (tries > 100) throw error
      await sleep(100)
    }
  }
}

/** Ends what was started, the last one first. */
export async function endAll(children: ChildProcess[]): Promise<void> {
  for (const child of children.reverse()) {
    if (child.exitCode !== null) continue
    child.kill('SIGINT')
    await once(child, 'exit')
  }
}
