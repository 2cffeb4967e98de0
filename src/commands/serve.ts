import { parseArgs } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import type { Command } from './command.ts'
import { readConfig } from '../config/read.ts'
import type { Config } from '../config/settings.ts'
import type { Logger } from 'pino'
import type { EmbeddedPostgres } from '../embedded-postgres/index.ts'
import { createLifecycleLog, createLog } from '../observability/log.ts'
import { assertCanListen, startService } from '../server.ts'
import type { RunningService } from '../server.ts'
import { onSignal } from './signals.ts'
import { withDatabase } from './with-database.ts'

export const command: Command = {
  summary: 'Starts the database and the API. The default command.',
  help: `Usage: taskpact serve

Settings come from the environment and from the file .env in this folder; the environment takes precedence. The most common ones:

  PORT                port to listen on, 0 for a free one; default 8000
  HOST                address to listen on, 0.0.0.0 or :: to accept other machines; default 127.0.0.1
  DATABASE_URL        PostgreSQL 15 or later; default: an embedded PostgreSQL
  DATA_DIR            data folder of the embedded PostgreSQL; default .data
  BETTER_AUTH_SECRET  secret your front end signs with, 32 bytes or more; required with DATABASE_URL
  CORS_ORIGINS        comma-separated origins of your front ends

README lists all settings. SIGTERM or SIGINT stops the service after the requests in flight; a second one stops it at once.`,

  async run(args) {
    parseArgs({ args })
    const config = readConfig()
    // V8 lets a heap grow to four times what lives in it before it looks for garbage. Two and a half times takes less memory, and no
    // more processor time; twice does. A V8 without this flag prints a warning and continues.
    setFlagsFromString('--heap-growing-percent=150')
    const log = createLog(config.logLevel)
    const lifecycle = createLifecycleLog(log)
    // Making a database takes a while, only to be told that the port is in use.
    await assertCanListen(config)
    await withDatabase(config, async ({ url, embedded }) => {
      const service = await startService({ ...config, databaseUrl: url }, log)
      warnOfUnsentMail(config, log)
      // Both of these invite requests and signals, so be ready for them.
      stopWhenAsked(config, service, embedded, lifecycle)
      lifecycle.info(
        { url: service.url, docs: `${service.url}/docs`, data: dataOf(config), metrics: service.metricsUrl ?? undefined, events: eventsOf(config) },
        'started',
      )
      // Without a terminal, nothing but log lines is printed.
      if (process.stdout.isTTY) greet(config, service)
    })
  },
}

/** With a database of its own, a service is likely to have users who wait for their mails. */
function warnOfUnsentMail({ databaseUrl, ownAccounts, mail: { smtp, folder } }: Config, log: Logger): void {
  if (databaseUrl === null || !ownAccounts || smtp !== null) return
  log.warn({ folder }, 'SMTP_URL is not set: mails, such as to those who have forgotten their password, are written to files here and reach nobody')
}

const dataOf = ({ databaseUrl, dataDir }: Config): string => (databaseUrl === null ? dataDir : new URL(databaseUrl).host)

const eventsOf = ({ events }: Config): string | undefined => (events === null ? undefined : `${events.host}:${events.port}`)

function greet(config: Config, { url }: RunningService): void {
  console.log(`
  Taskpact listens on  ${url}
  Documentation        ${url}/docs
  Data                 ${dataOf(config)}
`)
  if (!config.ownAccounts) return
  // An address of its own, as the one of an earlier start may be registered.
  const email = `alice-${Date.now().toString(36)}@example.com`
  console.log(`  A first request:
    curl -X POST ${url}/api/auth/register -H 'Content-Type: application/json' \\
      -d '{"email":"${email}","password":"correct horse battery","name":"Alice"}'
`)
}

function stopWhenAsked({ startedByNpm }: Config, service: RunningService, embedded: EmbeddedPostgres | null, lifecycle: Logger): void {
  let asked = false
  const stop = async (status: number, reason: string): Promise<void> => {
    if (asked) process.exit(130) // a second signal stops at once
    asked = true
    lifecycle.info({ reason }, 'stopping')
    await service.stop()
    await embedded?.stop()
    lifecycle.info({ status }, 'stopped')
    process.exit(status)
  }
  onSignal((signal) => void stop(0, signal))
  void embedded?.ended.then((wanted) => {
    if (wanted) return
    console.error('The embedded PostgreSQL stopped. Start the service again; acknowledged changes are saved.')
    void stop(1, 'the embedded PostgreSQL stopped')
  })
  if (startedByNpm) stopWithParent(() => void stop(0, 'npm ended'))
}

/** npm forwards signals, but cannot when it is killed itself; a service that npm started must not outlive it. */
function stopWithParent(stop: () => void): void {
  const parent = process.ppid
  setInterval(() => {
    if (process.ppid !== parent) stop()
  }, 1_000).unref()
}
