import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { childEnvironment, startOf } from './processes.ts'
import type { Account } from './processes.ts'

/** A process that outlives ours to end PostgreSQL, however ours dies. */
export type Watchdog = {
  /** Says which process to end. */
  guard: (pid: number) => void
  /** Sends the watchdog away without ending anything; resolves when it is gone. */
  dismiss: () => Promise<void>
}

/*
 * Its standard input is a pipe only we hold: a line on it is a message, its end means that we are gone. The process
 * to end is known by id and start time, as an id alone may by then belong to another process.
 */
const SCRIPT = `
trap '' HUP INT QUIT TERM
read -r pid start || exit 0
read -r dismissed && exit 0
runs() {
  if [ -r /proc/self/stat ]; then
    read -r line 2>/dev/null <"/proc/$pid/stat" || return 1
    set -- \${line##*) }
    [ "$1" != Z ] && [ "\${20}" = "$start" ]
  else
    set -- $(ps -o lstart= -p "$pid")
    [ "$*" = "$start" ]
  fi
}
runs && kill -INT "$pid"
seconds=0
while runs; do
  [ "$seconds" -eq 10 ] && kill -QUIT "$pid"
  seconds=$((seconds + 1))
  sleep 1
done
`

/**
 * Starts a watchdog under the account PostgreSQL runs under, so that it may signal it and nothing of root's.
 * Rejects when there is no shell to run it.
 */
export async function startWatchdog(account: Account): Promise<Watchdog> {
  const child = spawn('/bin/sh', ['-c', SCRIPT, 'taskpact-watchdog'], {
    cwd: '/',
    detached: true,
    env: childEnvironment(),
    stdio: ['pipe', 'ignore', 'ignore'],
    ...account,
  })
  // Should somebody end the watchdog itself, writing to it fails, and that must not end us.
  child.stdin.on('error', () => {})
  await once(child, 'spawn')
  const gone = once(child, 'exit')
  return {
    guard: (pid) => {
      child.stdin.write(`${pid} ${startOf(pid)}\n`)
    },
    dismiss: async () => {
      child.stdin.end('dismissed\n')
      await gone
    },
  }
}
