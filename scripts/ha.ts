// Runs the configuration in .ha/ on this machine, has faults happen to its primary under load, and checks what clients see of it.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, chown, copyFile, cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { kinds as allKinds } from './ha/faults.ts'
import { buildOlder, commitBeforeMigration, removeOlder } from './ha/older-release.ts'
import { signal } from './ha/processes.ts'
import type { Job } from './ha/run.ts'
import { UserError, namesIn, numberIn, runProgram } from './support/program.ts'
import { missing, run } from './support/run.ts'
import { root } from './support/service.ts'
import { accountOfDebian } from './support/throwaway-postgres.ts'
import { virtualEnvironment } from './support/virtual-environment.ts'

const usage = `npm run ha -- [--only upgrade,failover,recovery] [--faults <number>] [--kinds <kinds>] [--from <commit>] [--short] [--logs <folder>]

Starts what .ha/ configures on this machine: three etcd, three PostgreSQL with Patroni, HAProxy, PgBouncer and two processes of the service.
Then it replaces an older release under load, kills, stops and cuts off the primary under load, and recovers the cluster to the moment
before a mistake. It fails if an acknowledged write is lost or doubled, if a client sees anything but success or 503 with Retry-After,
if a feed or a webhook misses a change, if the upgrade fails a request, or if a recovery has too little or too much.

  --only <parts>     upgrade, failover or recovery
  --faults <number>  how many faults there are (12, or 2 with --short)
  --kinds <kinds>    which faults: ${allKinds.join(', ')}
  --from <commit>    the older release; by default, the commit before the newest migration
  --short            two faults, and nothing else
  --logs <folder>    keeps the logs of the servers there`

const options = {
  only: { type: 'string' },
  faults: { type: 'string' },
  kinds: { type: 'string' },
  from: { type: 'string' },
  short: { type: 'boolean', default: false },
  logs: { type: 'string' },
} as const

const programs = ['etcd', '/usr/sbin/haproxy', '/usr/sbin/pgbouncer', '/usr/lib/postgresql/15/bin/postgres', 'setpriv']
const packages = 'etcd-server haproxy pgbouncer postgresql-15'

// This process may be killed.
const untilParentEnds = ['setpriv', '--pdeathsig=KILL']

// Namespaces of networks, processes and mounts, which end with all that is in them. As their first process, a shell collects orphans.
const namespaces = ['unshare', '--net', '--pid', '--fork', '--kill-child', '--mount', '--mount-proc']
const firstProcess = ['sh', '-c', 'mkdir -p /run/netns && mount -t tmpfs tmpfs /run/netns && "$@"; exit $?', 'sh']

// Without them, a process that collects orphans: Patroni takes one that nobody collects for a running PostgreSQL. Patroni needs Python too.
const collector = `import ctypes, os, sys
ctypes.CDLL(None).prctl(36, 1)
child = os.spawnvp(os.P_NOWAIT, sys.argv[1], sys.argv[1:])
while True:
    pid, status = os.wait()
    if pid == child: sys.exit(abs(os.waitstatus_to_exitcode(status)))`

async function canIsolate(): Promise<boolean> {
  if (process.getuid?.() !== 0 || missing(['unshare', 'ip']).length > 0) return false
  return run('.', namespaces[0] ?? '', [...namespaces.slice(1), ...firstProcess, 'ip', 'netns', 'add', 'trial']).then(
    () => true,
    () => false,
  )
}

/** Builds the older release, if there is one. @returns its folder */
async function buildOlderIn(folder: string, from: string | undefined): Promise<string | null> {
  const commit = from ?? (await commitBeforeMigration())
  if (commit === null) {
    console.log('The upgrade is left out: the history of this folder does not go back to another release. Fetch it: git fetch --unshallow')
    return null
  }
  await buildOlder(commit, join(folder, 'older'))
  return join(folder, 'older')
}

await runProgram({ usage, options }, async ({ only, faults, kinds, from, short, logs }) => {
  const [absent] = missing(programs)
  if (absent !== undefined) throw new UserError(`${absent} is missing. Install it: apt-get install ${packages}`)
  const parts = short ? ['failover'] : namesIn('only', only, ['upgrade', 'failover', 'recovery'])
  const count = numberIn('faults', faults ?? (short ? '2' : '12'), 1, 1_000)
  const chosen = namesIn('kinds', kinds, allKinds)
  const isolated = await canIsolate()
  if (!isolated) console.log('Network namespaces are not permitted here: the primary is killed and stopped, and not cut off.')
  const account = await accountOfDebian()
  const folder = await mkdtemp(join(tmpdir(), 'taskpact-ha-'))
  try {
    if (account) await chown(folder, account.uid, account.gid)
    await chmod(folder, 0o755)
    await run(root, 'npm', ['run', '--silent', 'build'])
    // PostgreSQL's account may be allowed to read neither this repository nor another Python than Debian's.
    const environment = dirname(await virtualEnvironment('ha', join(root, '.ha/requirements.txt'), '/usr/bin/python3'))
    await cp(environment, join(folder, 'patroni'), { recursive: true, verbatimSymlinks: true })
    const older = parts.includes('upgrade') ? await buildOlderIn(folder, from) : null
    if (older === null && only === 'upgrade') return 1
    const job: Job = { folder, account, isolated, parts, faults: count, kinds: chosen, older }
    const program = [process.execPath, '--import', 'tsx', join(root, 'scripts/ha/run.ts'), JSON.stringify(job)]
    const within = isolated ? [...namespaces, ...firstProcess] : ['python3', '-c', collector]
    const [file = '', ...args] = [...untilParentEnds, ...within, ...untilParentEnds, ...program]
    const child = spawn(file, args, { stdio: 'inherit' })
    const [status] = (await once(child, 'exit')) as [number | null] // null if a signal ended it
    return status ?? 1
  } finally {
    signal(folder, 'SIGKILL')
    if (logs !== undefined) await keepLogs(folder, logs)
    await removeOlder(join(folder, 'older'))
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
})

async function keepLogs(folder: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true })
  for (const file of await readdir(folder)) if (file.endsWith('.log')) await copyFile(join(folder, file), join(to, file))
}
