import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Place } from './data.ts'
import { codeOf, EmbeddedPostgresError } from './error.ts'
import { exists, run } from './processes.ts'

const POLL = 100
const UNTIL_QUIT = 10_000
const UNTIL_GIVING_UP = 30_000

/**
 * Takes a place we hold the lock of and ends the PostgreSQL that still serves its data, if one does; waits until it is
 * gone. A note of one that died, whose process id now belongs to something else, is removed and nothing is signalled.
 * Throws EmbeddedPostgresError when it does not end.
 */
export async function endLeftover(place: Place): Promise<void> {
  const note = join(place.data, 'postmaster.pid')
  // The id is negative while a single-user session is at work.
  const pid = Math.abs(Number.parseInt(await readFile(note, 'utf8').catch(() => ''), 10))
  if (!(pid > 0)) return
  if (await serves(pid, place)) await end(pid, place)
  // PostgreSQL itself would take any living process of that id for a server and refuse to start.
  else if (exists(pid)) await rm(note, { force: true })
}

async function end(pid: number, place: Place): Promise<void> {
  signal(pid, 'SIGINT', place)
  const asked = Date.now()
  let insisted = false
  while (await serves(pid, place)) {
    const waited = Date.now() - asked
    if (waited > UNTIL_GIVING_UP) throw stubborn(pid, place, 'does not end when asked to')
    if (waited > UNTIL_QUIT && !insisted) {
      insisted = true
      signal(pid, 'SIGQUIT', place)
    }
    await sleep(POLL)
  }
}

function signal(pid: number, name: NodeJS.Signals, place: Place): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if (codeOf(error) !== 'ESRCH') throw stubborn(pid, place, `cannot be ended from here: ${codeOf(error)}`)
  }
}

function stubborn(pid: number, { data }: Place, what: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(`PostgreSQL process ${pid} still serves ${data} and ${what}; end it and start again`)
}

/*
 * A PostgreSQL works inside its data folder. Asked under its own account: in a container not even root may look into
 * another user's processes. Comparing files, not names, also holds where the folder has no path for that account.
 */
const WORKS_HERE = '[ "/proc/$0/cwd" -ef . ] && read -r name <"/proc/$0/comm" && [ "$name" = postgres ]'

async function serves(pid: number, { data, account }: Place): Promise<boolean> {
  if (process.platform === 'linux') {
    return (await run('/bin/sh', ['-c', WORKS_HERE, String(pid)], { cwd: data, account })).code === 0
  }
  const { output } = await run('ps', ['-o', 'args=', '-p', String(pid)], { cwd: '/', account: undefined })
  return output.includes(`postgres -D ${data} `)
}
