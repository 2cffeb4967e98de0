// Runs the tests once more on Debian's PostgreSQL 15, the service behind Debian's PgBouncer in transaction mode: those that a pooler may tell from a
// server of one's own. --full runs all of them; files may be named.
import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, chown, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'

// What overloads, kills and measures does so to the service's own processes, whatever is behind them.
const leftOut = ['tests/conformance/**', 'tests/load/**', 'tests/processes/**', 'tests/outages/!(reading|resetting).test.ts']

const postgres = '/usr/lib/postgresql/15/bin'
const pgbouncer = '/usr/sbin/pgbouncer'

/** Neither runs as root; their packages made this account. */
function account(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const id = (flag: string): number => Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout)
  return { uid: id('-u'), gid: id('-g') }
}

const freePort = (): Promise<number> =>
  new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => done(typeof address === 'object' && address ? address.port : 0))
    })
  })

async function answering(connectionString: string): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    const client = new pg.Client({ connectionString })
    client.on('error', () => undefined)
    try {
      await client.connect()
      await client.end()
      return
    } catch (error) {
      if (tries > 100) throw error
      await new Promise((done) => setTimeout(done, 100))
    }
  }
}

async function run(): Promise<number> {
  const missing = [`${postgres}/postgres`, pgbouncer].find((file) => !existsSync(file))
  if (missing) throw new Error(`${missing} is missing. Install it: apt-get install postgresql-15 pgbouncer`)
  const as = account()
  const folder = await mkdtemp(join(tmpdir(), 'taskpact-pooler-'))
  const children: ChildProcess[] = []
  const start = (file: string, values: string[]): void =>
    void children.push(spawn(file, values, { ...as, cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] }))
  try {
    if (as) await chown(folder, as.uid, as.gid)
    await chmod(folder, 0o755)
    const [direct, pooled] = [await freePort(), await freePort()]
    const data = join(folder, 'data')
    const initialised = spawnSync(`${postgres}/initdb`, ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale', 'C.UTF-8'], { ...as, cwd: folder, encoding: 'utf8' })
    if (initialised.status !== 0) throw new Error(initialised.stderr)
    const settings = { fsync: 'off', full_page_writes: 'off', max_connections: '200', listen_addresses: '127.0.0.1', unix_socket_directories: '', log_min_messages: 'panic' }
    start(`${postgres}/postgres`, ['-D', data, '-p', String(direct), ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])])
    await answering(`postgresql://postgres@127.0.0.1:${direct}/postgres`)
    await writeFile(join(folder, 'users'), '"postgres" ""\n"taskpact" ""\n')
    await writeFile(
      join(folder, 'pgbouncer.ini'),
      `[databases]
* = host=127.0.0.1 port=${direct}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${pooled}
unix_socket_dir =
auth_type = trust
auth_file = ${folder}/users
pool_mode = transaction
max_client_conn = 1000
default_pool_size = 20
server_idle_timeout = 5
logfile = ${folder}/log
pidfile = ${folder}/pid
`,
    )
    start(pgbouncer, [join(folder, 'pgbouncer.ini'), '-q'])
    await answering(`postgresql://postgres@127.0.0.1:${pooled}/postgres`)
    const environment = {
      ...process.env,
      TEST_POSTGRES_URL: `postgresql://postgres@127.0.0.1:${direct}/postgres`,
      TEST_POOLER_PORT: String(pooled),
    }
    const { values: { full }, positionals: files } = parseArgs({ options: { full: { type: 'boolean', default: false } }, allowPositionals: true })
    const excluded = full || files.length > 0 ? [] : leftOut.flatMap((pattern) => ['--exclude', pattern])
    const { status } = spawnSync('node_modules/.bin/vitest', ['run', '--config', '.config/vitest.config.ts', ...excluded, ...files], { stdio: 'inherit', env: environment })
    return status ?? 1
  } finally {
    for (const child of children.reverse()) {
      child.kill('SIGINT')
      await new Promise((done) => child.once('exit', done))
    }
    await rm(folder, { recursive: true, force: true })
  }
}

process.exitCode = await run().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  return 1
})
