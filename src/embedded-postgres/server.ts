import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { dataArgument, settingArguments } from './data.ts'
import type { Place } from './data.ts'
import { EmbeddedPostgresError, reasonIn } from './error.ts'
import { endLeftover } from './leftover.ts'
import { childEnvironment } from './processes.ts'
import { startWatchdog } from './watchdog.ts'
import type { Watchdog } from './watchdog.ts'

/** A running PostgreSQL: its port, its process and the watchdog that ends it should we die. */
export type Server = { port: number; child: ChildProcess; watchdog: Watchdog }

const ATTEMPTS = 5
const KEPT_LINES = 100
// A replica accepts read-only connections.
const READY = /database system is ready to accept (?:read-only )?connections/

// Somebody else took the port, or a PostgreSQL on this data is not quite gone: another attempt may fare better.
const PASSING = /could not create any TCP\/IP sockets|lock file .* already exists|pre-existing shared memory block/

/**
 * Takes a prepared place and starts its PostgreSQL on a free port of 127.0.0.1. Resolves when it accepts connections;
 * throws EmbeddedPostgresError when it does not start.
 */
export async function startServer(place: Place): Promise<Server> {
  for (let attempt = 1; ; attempt += 1) {
    const started = await launch(place, await freePort())
    if ('child' in started) return started
    if (attempt === ATTEMPTS || !PASSING.test(started.output)) throw refusal(place, started.output)
    await sleep(200 * attempt)
    await endLeftover(place)
  }
}

async function launch(place: Place, port: number): Promise<Server | { output: string }> {
  const watchdog = await startWatchdog(place.account)
  const args = ['-D', dataArgument(place), ...settingArguments({ ...place.settings, ...listenOn(port) })]
  // Its own session, so that a Ctrl-C in the terminal leaves it to us when and how it stops.
  const child = spawn(place.binaries.postgres, args, {
    cwd: place.data,
    detached: true,
    env: childEnvironment(),
    stdio: ['ignore', 'ignore', 'pipe'],
    ...place.account,
  })
  if (child.pid !== undefined) watchdog.guard(child.pid)
  const output: string[] = []
  const ready = new Promise<boolean>((resolve) => {
    createInterface({ input: child.stderr }).on('line', (line) => {
      // Read on for as long as it runs, or it would block on a full pipe; what it said last tells why it failed.
      if (output.push(line) > KEPT_LINES) output.shift()
      if (READY.test(line)) resolve(true)
    })
    child.on('error', (error) => {
      output.push(error.message)
      resolve(false)
    })
    child.on('close', () => resolve(false))
  })
  if (await ready) return { port, child, watchdog }
  await watchdog.dismiss()
  return { output: output.join('\n') }
}

function listenOn(port: number): Record<string, string> {
  return { listen_addresses: '127.0.0.1', port: String(port), unix_socket_directories: '' }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address ? address.port : 0
}

function refusal({ data }: Place, output: string): EmbeddedPostgresError {
  const reason = reasonIn(output).replaceAll('/proc/self/cwd', data)
  return new EmbeddedPostgresError(`PostgreSQL does not start on ${data} (${reason}); fix this, or set DATA_DIR to another folder`)
}
