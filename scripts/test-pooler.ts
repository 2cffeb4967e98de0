// Runs the tests on Debian's PostgreSQL 15, with the service connected through Debian's PgBouncer in transaction mode.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmod, chown, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { freePort } from './support/free-port.ts'
import { UserError, runProgram } from './support/program.ts'
import { missing, run, runHere } from './support/run.ts'

const usage = `npm run test:pooler -- [--full] [test file …]

Runs the tests on Debian's PostgreSQL 15, with the service connected through Debian's PgBouncer in transaction mode.
Leaves out tests that a pooler cannot affect, unless they are named.

  --full  run all of them`

// These overload, kill and measure the service's own processes, whatever the database is.
const leftOut = ['tests/conformance/**', 'tests/load/**', 'tests/processes/**', 'tests/outages/!(reading|resetting).test.ts']

const postgres = '/usr/lib/postgresql/15/bin'
const pgbouncer = '/usr/sbin/pgbouncer'
const host = '127.0.0.1'

// Of every role, on a server that nobody else reaches and that is thrown away.
const password = 'for-the-tests'

// Nothing that is written here must survive.
const settings = {
  fsync: 'off',
  full_page_writes: 'off',
  max_connections: '200',
  listen_addresses: host,
  unix_socket_directories: '',
  log_min_messages: 'panic',
  // Of the two ways to check a password, the one that costs nothing at each of some thousand connections.
  password_encryption: 'md5',
}

const pgbouncerConfig = (folder: string, port: number, databasePort: number): string => `[databases]
* = host=${host} port=${databasePort}
[pgbouncer]
listen_addr = ${host}
listen_port = ${port}
unix_socket_dir =
auth_type = trust
auth_file = ${folder}/users
pool_mode = transaction
max_client_conn = 1000
default_pool_size = 20
server_idle_timeout = 5
logfile = ${folder}/log
pidfile = ${folder}/pid
`

type Account = { uid: number; gid: number }

/** The account that Debian's packages made: neither server runs as root. */
async function account(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const id = async (flag: string): Promise<number> => Number(await run('.', 'id', [flag, 'postgres']))
  return { uid: await id('-u'), gid: await id('-g') }
}

/** Waits until a server accepts connections. */
async function reachable(connectionString: string): Promise<void> {
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

/** Starts both servers in a folder. @returns what the tests need to know of them */
async function startServers(folder: string, as: Account | undefined, children: ChildProcess[]): Promise<NodeJS.ProcessEnv> {
  const start = (file: string, args: string[]): ChildProcess => {
    const child = spawn(file, args, { ...as, cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
    children.push(child)
    return child
  }
  const url = (port: number): string => `postgresql://postgres:${password}@${host}:${port}/postgres`
  const [port, pooledPort] = [await freePort(), await freePort()]
  const data = join(folder, 'data')
  await writeFile(join(folder, 'password'), password)
  const initdb = start(`${postgres}/initdb`, [
    '-D',
    data,
    '-U',
    'postgres',
    '-A',
    'md5',
    '--pwfile',
    join(folder, 'password'),
    '-E',
    'UTF8',
    '--locale',
    'C.UTF-8',
  ])
  await once(initdb, 'exit')
  if (initdb.exitCode !== 0) throw new UserError('initdb failed.')
  start(`${postgres}/postgres`, ['-D', data, '-p', String(port), ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])])
  await reachable(url(port))
  await writeFile(join(folder, 'users'), `"postgres" "${password}"\n"taskpact" "${password}"\n`)
  await writeFile(join(folder, 'pgbouncer.ini'), pgbouncerConfig(folder, pooledPort, port))
  start(pgbouncer, [join(folder, 'pgbouncer.ini'), '-q'])
  await reachable(url(pooledPort))
  return { TEST_POSTGRES_URL: url(port), TEST_POOLER_PORT: String(pooledPort) }
}

await runProgram({ usage, options: { full: { type: 'boolean', default: false } }, positionals: [0, Infinity] }, async ({ full }, files) => {
  const [absent] = missing([`${postgres}/postgres`, pgbouncer])
  if (absent !== undefined) throw new UserError(`${absent} is missing. Install it: apt-get install postgresql-15 pgbouncer`)
  const as = await account()
  const folder = await mkdtemp(join(tmpdir(), 'taskpact-pooler-'))
  const children: ChildProcess[] = []
  try {
    if (as) await chown(folder, as.uid, as.gid)
    await chmod(folder, 0o755)
    const environment = await startServers(folder, as, children)
    const excluded = full || files.length > 0 ? [] : leftOut.flatMap((pattern) => ['--exclude', pattern])
    return await runHere('node_modules/.bin/vitest', ['run', '--config', '.config/vitest.config.ts', ...excluded, ...files], { ...process.env, ...environment })
  } finally {
    for (const child of children.reverse()) {
      if (child.exitCode !== null) continue
      child.kill('SIGINT')
      await once(child, 'exit')
    }
    await rm(folder, { recursive: true, force: true })
  }
})
