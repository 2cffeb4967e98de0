import { mcp } from './commands/mcp.ts'
import { readConfig, ConfigError } from './config.ts'
import type { Config } from './config.ts'
import { startEmbeddedPostgres, EmbeddedPostgresError } from './embedded.ts'
import type { EmbeddedPostgres } from './embedded.ts'
import { codeOf, isOutage } from './database-problem.ts'
import { createLog } from './log.ts'
import { migrate } from './migrate.ts'
import { CannotListen, startService } from './server.ts'
import type { RunningService } from './server.ts'

const commands: Record<string, (config: Config) => Promise<void>> = { serve, migrate: migrateOnly }

/** Brings up the database and the service, says where they are, and takes both down when asked to. */
async function serve(config: Config): Promise<void> {
  const log = createLog(config.logLevel)
  await withDatabase(config, async (databaseUrl, embedded) => {
    await migrate(databaseUrl)
    const service = await startService({ ...config, databaseUrl }, log)
    // Whoever has read the greeting may ask.
    stopWhenAsked(config, service, embedded)
    greet(config, service)
  })
}

/** Brings the database up to the migrations, and says which there were to apply. */
async function migrateOnly(config: Config): Promise<void> {
  await withDatabase(config, async (databaseUrl, embedded) => {
    const applied = await migrate(databaseUrl)
    console.log(applied.length > 0 ? `Applied ${applied.join(', ')}` : 'The database is up to date')
    await embedded?.stop()
  })
}

/** Does work on the configured database, or on one of our own; where the work fails, that one is stopped. */
async function withDatabase(
  { databaseUrl, dataDir }: Config,
  work: (databaseUrl: string, embedded: EmbeddedPostgres | null) => Promise<void>,
): Promise<void> {
  if (databaseUrl !== null) return work(databaseUrl, null)
  const embedded = await startEmbeddedPostgres(dataDir)
  try {
    await work(embedded.url, embedded)
  } catch (error) {
    await embedded.stop()
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

/** One line for what the operator can mend; anything else is a fault of ours, and comes whole. */
function explain(error: unknown): string {
  if (error instanceof ConfigError || error instanceof EmbeddedPostgresError || error instanceof CannotListen) return error.message
  if (!(error instanceof Error)) return String(error)
  if (!isOutage(error)) return error.message
  return `DATABASE_URL: the database does not answer (${error.message || codeOf(error)}). Check that it runs, and the URL.`
}

const [name = 'serve', ...args] = process.argv.slice(2)
try {
  if (name === 'mcp') process.exit(await mcp(args))
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command) throw new ConfigError(`There is no command "${name}". There are: ${Object.keys(commands).join(', ')}.`)
  await command(readConfig())
} catch (error) {
  console.error(explain(error))
  process.exit(1)
}
