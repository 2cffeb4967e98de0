import { readConfig, ConfigError } from './config.ts'
import type { Config } from './config.ts'
import { startEmbeddedPostgres, EmbeddedPostgresError } from './embedded.ts'
import type { EmbeddedPostgres } from './embedded.ts'
import { createLog } from './log.ts'
import { migrate } from './migrate.ts'
import { startService } from './server.ts'
import type { RunningService } from './server.ts'

/** Brings up the database and the service, says where they are, and takes both down when asked to. */
async function main(): Promise<void> {
  const config = readConfig()
  const log = createLog(config.logLevel)
  const embedded = config.databaseUrl === null ? await startEmbeddedPostgres(config.dataDir) : null
  try {
    const databaseUrl = config.databaseUrl ?? embedded?.url ?? ''
    await migrate(databaseUrl)
    const service = await startService({ ...config, databaseUrl }, log)
    greet(config, service)
    stopWhenAsked(service, embedded)
  } catch (error) {
    await embedded?.stop()
    throw error
  }
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

function stopWhenAsked(service: RunningService, embedded: EmbeddedPostgres | null): void {
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
  if (process.env['npm_lifecycle_event'] === 'start') stopWithParent(() => void stop(0))
}

/** npm passes signals on, but cannot when it is killed itself; a service that npm started does not outlive it. */
function stopWithParent(stop: () => void): void {
  const parent = process.ppid
  setInterval(() => {
    if (process.ppid !== parent) stop()
  }, 1_000).unref()
}

/** One line for what the operator can mend; anything else is a fault of ours, and comes whole. */
function explain(error: unknown): string {
  if (error instanceof ConfigError || error instanceof EmbeddedPostgresError) return error.message
  if (!(error instanceof Error)) return String(error)
  const code = 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE') return `Port ${'port' in error ? error.port : ''} is taken. Stop what listens there, or set PORT to another one.`
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL') return `${error.message}. Set HOST and PORT to an address this machine may listen on.`
  return `DATABASE_URL: the database cannot be used (${error.message || String(code)}). Check that it runs, and the URL.`
}

await main().catch((error: unknown) => {
  console.error(explain(error))
  process.exit(1)
})
