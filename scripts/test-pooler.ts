// Runs the tests on Debian's PostgreSQL 15, with the service connected through Debian's PgBouncer in transaction mode.
import type { ChildProcess } from 'node:child_process'
import { chmod, chown, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './support/free-port.ts'
import { UserError, runProgram } from './support/program.ts'
import { missing, runHere } from './support/run.ts'
import { accountOfDebian, endAll, host, password, reachable, settings, startPostgres, startProgram } from './support/throwaway-postgres.ts'
import type { Setting } from './support/throwaway-postgres.ts'

const usage = `npm run test:pooler -- [--full] [test file …]

Runs the tests on Debian's PostgreSQL 15, with the service connected through Debian's PgBouncer in transaction mode.
Leaves out tests that a pooler cannot affect, unless they are named.

  --full  run all of them`

const leftOut = [
  // These overload, kill and measure the service's own processes, whatever the database is.
  ...['tests/conformance/**', 'tests/load/**', 'tests/processes/**', 'tests/outages/!(reading|resetting).test.ts'],
  // These ask little or nothing of a database, or bring their own.
  ...['tests/bench/**', 'tests/contract/**', 'tests/docs/**', 'tests/openapi/**', 'tests/outbound/**', 'tests/replicas/**'],
  // It waits for timeouts, a minute of them.
  'tests/domain/many-changes.test.ts',
]

const postgres = '/usr/lib/postgresql/15/bin'
const pgbouncer = '/usr/sbin/pgbouncer'
// What it logs is of no use.
const silent = { log_min_messages: 'panic' }

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

/** Starts both servers in a folder. @returns what the tests need to know of them */
async function startServers(setting: Setting): Promise<NodeJS.ProcessEnv> {
  const { folder } = setting
  const [port, pooledPort] = [await freePort(), await freePort()]
  const url = await startPostgres(setting, { initdb: `${postgres}/initdb`, postgres: `${postgres}/postgres` }, port, { ...settings, ...silent })
  await writeFile(join(folder, 'users'), `"postgres" "${password}"\n"taskpact" "${password}"\n`)
  await writeFile(join(folder, 'pgbouncer.ini'), pgbouncerConfig(folder, pooledPort, port))
  startProgram(setting, pgbouncer, [join(folder, 'pgbouncer.ini'), '-q'])
  await reachable(`postgresql://postgres:${password}@${host}:${pooledPort}/postgres`)
  return { TEST_POSTGRES_URL: url, TEST_POOLER_PORT: String(pooledPort) }
}

await runProgram({ usage, options: { full: { type: 'boolean', default: false } }, positionals: [0, Infinity] }, async ({ full }, files) => {
  const [absent] = missing([`${postgres}/postgres`, pgbouncer])
  if (absent !== undefined) throw new UserError(`${absent} is missing. Install it: apt-get install postgresql-15 pgbouncer`)
  const as = await accountOfDebian()
  const folder = await mkdtemp(join(tmpdir(), 'taskpact-pooler-'))
  const children: ChildProcess[] = []
  try {
    if (as) await chown(folder, as.uid, as.gid)
    await chmod(folder, 0o755)
    const environment = await startServers({ folder, account: as, children })
    const excluded = full || files.length > 0 ? [] : leftOut.flatMap((pattern) => ['--exclude', pattern])
    return await runHere('node_modules/.bin/vitest', ['run', '--config', '.config/vitest.config.ts', ...excluded, ...files], { ...process.env, ...environment })
  } finally {
    await endAll(children)
    await rm(folder, { recursive: true, force: true })
  }
})
