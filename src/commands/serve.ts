import { parseArgs } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import type { Command } from './command.ts'
import { readConfig } from '../config.ts'
import type { Config } from '../config.ts'
import type { EmbeddedPostgres } from '../embedded-postgres/index.ts'
import { createLog } from '../observability/log.ts'
import { startService } from '../server.ts'
import type { RunningService } from '../server.ts'
import { withDatabase } from './with-database.ts'

export const command: Command = {
  summary: 'Brings up the database and the API, until it is stopped. What is run where no command is named.',
  help: `Usage: taskpact serve

Settings come from the environment, and from a file .env in this folder; the environment goes first. Those asked for most:

  PORT                8000, if left out; 0 takes any free port
  HOST                127.0.0.1, if left out; 0.0.0.0 or :: to be reached from other machines
  DATABASE_URL        a PostgreSQL 15 or newer; left out, one of its own is run
  DATA_DIR            where that keeps its data; .data in this folder, if left out
  BETTER_AUTH_SECRET  the secret your front end signs with, 32 bytes or more; needed with DATABASE_URL
  CORS_ORIGINS        the origins of your front ends, separated by commas

The README has all of them. SIGTERM and SIGINT stop it once what is in flight is answered; a second one stops it at once.`,

  async run(args) {
    parseArgs({ args })
    const config = readConfig()
    // V8 lets a heap grow to four times what lives in it before it looks for garbage. Two and a half times takes less memory, and no
    // more processor time; twice does. A V8 that knows no such flag says so, and goes on.
    setFlagsFromString('--heap-growing-percent=150')
    const log = createLog(config.logLevel)
    await withDatabase(config, async ({ url, embedded }) => {
      const service = await startService({ ...config, databaseUrl: url }, log)
      // Whoever has read the greeting may ask.
      stopWhenAsked(config, service, embedded)
      greet(config, service)
    })
  },
}

function greet({ databaseUrl, dataDir }: Config, { url }: RunningService): void {
  const data = databaseUrl === null ? dataDir : new URL(databaseUrl).host
  console.log(`
  Taskpact listens on  ${url}
  Docs and try-it      ${url}/docs
  Data                 ${data}

  A first request:
    curl -X POST ${url}/api/auth/register -H 'Content-Type: application/json' \\
      -d '{"email":"alice@example.com","password":"correct horse battery","name":"Alice"}'
`)
}

function stopWhenAsked({ startedByNpm }: Config, service: RunningService, embedded: EmbeddedPostgres | null): void {
  let asked = false
  const stop = async (status: number): Promise<void> => {
    if (asked) process.exit(130) // asked twice: now
    asked = true
    await service.stop()
    await embedded?.stop()
    process.exit(status)
  }
  process.on('SIGTERM', () => void stop(0))
  process.on('SIGINT', () => void stop(0))
  void embedded?.ended.then((wanted) => {
    if (wanted) return
    console.error('The embedded PostgreSQL ended. Start again; what was acknowledged is kept.')
    void stop(1)
  })
  if (startedByNpm) stopWithParent(() => void stop(0))
}

/** npm passes signals on, but cannot when it is killed itself; a service that npm started does not outlive it. */
function stopWithParent(stop: () => void): void {
  const parent = process.ppid
  setInterval(() => {
    if (process.ppid !== parent) stop()
  }, 1_000).unref()
}
