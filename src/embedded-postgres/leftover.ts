import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Place } from './data.ts'
import { codeOf, EmbeddedPostgresError } from './error.ts'
import { exists, run } from './processes.ts'

const POLL = 100
const UNTIL_GIVING_UP = 30_000

/**
 * Takes a place whose lock we hold and stops the PostgreSQL that still serves its data, if there is one. A stale pid file, whose
 * process id now belongs to something else, is removed and nothing is signalled. Throws EmbeddedPostgresError if the process
 * does not stop.
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

// At once, closing its connections: its owner is dead, and acknowledged commits are in its log.
async function end(pid: number, place: Place): Promise<void> {
  const stubborn = (what: string) => new EmbeddedPostgresError(`PostgreSQL process ${pid} still serves ${place.data} and ${what}; stop it and start again`)
  try {
    process.kill(pid, 'SIGQUIT')
  } catch (error) {
    if (codeOf(error) !== 'ESRCH') throw stubborn(`cannot be stopped from here: ${codeOf(error)}`)
  }
  const asked = Date.now()
  while (await serves(pid, place)) {
    if (Date.now() - asked > UNTIL_GIVING_UP) throw stubborn('does not stop when asked to')
    await sleep(POLL)
  }
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
