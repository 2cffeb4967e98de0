import { createCursors } from './execution/cursor.ts'
import { createFeedWatcher } from './execution/feed-watcher.ts'
import { createSyncCursors } from './execution/sync-cursor.ts'
import { once } from 'node:events'
import type { Server } from 'node:http'
import { createServer } from 'node:net'
import type { Server as NetServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import type { Logger } from 'pino'
import { createApp } from './app.ts'
import type { Config, MailSettings } from './config/settings.ts'
import { loadContract, requireOwn } from './contract/contract.ts'
import { repairDatabase } from './database/catalog.ts'
import { connect } from './database/pool.ts'
import { createReplicas } from './database/replicas.ts'
import type { Connections } from './database/connections.ts'
import { codeOf } from './database/errors.ts'
import type { Handlers } from './execution/execute.ts'
import { contractDigest } from './generated/operation-ids.ts'
import { operations } from './generated/handlers.ts'
import { createMetricsServer } from './http/metrics-server.ts'
import { createLoadShedding } from './http/load-shedding.ts'
import { createHttpServer } from './http/server.ts'
import { createMetrics } from './observability/metrics.ts'
import { withoutTracing } from './observability/trace.ts'
import type { Tracing } from './observability/trace.ts'
import { createPasswords } from './identity/passwords.ts'
import { assertRowLevelSecurity } from './database/row-level-security.ts'
import { defaultCleanup, startCleanup } from './database/cleanup.ts'
import { createTickets } from './identity/tickets.ts'
import type { Outbound } from './outbound/outbound.ts'
import { createOutbound } from './outbound/outbound.ts'
import { OutboundRefused } from './outbound/destination.ts'
import { createWebhookSecrets } from './webhooks/secrets.ts'
import { createEventRelay, noRelay } from './events/relay.ts'
import { createQueueAges } from './queue/ages.ts'
import { noMailWorker, startMailWorker } from './mail/worker.ts'
import { startWebhookWorker } from './webhooks/worker.ts'
import { createTokens } from './identity/tokens.ts'

/** A running service. */
export type RunningService = {
  server: Server
  url: string
  /** Where its metrics are, if they have a port of their own. */
  metricsUrl: string | null
  /**
   * Accepts no more connections, completes requests in flight and those that arrive on open connections, and closes
   * the database connections. Resolves within 25 seconds.
   * @param hurry closes connections as soon as nothing is in flight on them
   */
  stop(hurry?: boolean): Promise<void>
}

/** The service cannot listen on its address: why, and what to do, in one line. */
export class CannotListen extends Error {
  constructor({ host, port }: Pick<Config, 'host' | 'port'>, code: string, setting: string) {
    super(
      code === 'EADDRINUSE'
        ? `Port ${port} is in use. Stop the process that listens on it, or set ${setting} to another port.`
        : `This machine cannot listen on ${host}, port ${port} (${code}). Set HOST and ${setting} to an address that it can listen on.`,
    )
  }
}

/** The settings of a service, with a database that is migrated. */
export type ServiceSettings = Omit<Config, 'databaseUrl' | 'dataDir' | 'logLevel' | 'startedByNpm' | 'mail'> & {
  databaseUrl: string
  /** null: mails stay in the queue, so that a test can count what belongs to a user while nothing else changes it */
  mail: MailSettings | null
}

// Each response tells the client to close the connection; connections that stay idle this long are closed.
const drainQuietly = 5_000
const drainAtMost = 20_000

/**
 * Puts the service together and listens.
 * @param handlers the operations; others than the contract's own only where a test wants one that misbehaves
 * @param cleanup how much is removed at a time, and how often; other than usual only where a test waits for it
 * @throws when the address cannot be listened on, the contract cannot be compiled, the database lacks what its
 * migrations made and cannot be repaired, or it does not keep users apart
 */
export async function startService(settings: ServiceSettings, log: Logger, handlers: Handlers = operations, cleanup = defaultCleanup): Promise<RunningService> {
  const contract = loadContract()
  requireOwn(contract, contractDigest)
  const connections = connect(settings, log)
  const loadShedding = createLoadShedding(settings.maxInFlight)
  const { version } = contract.document.info
  let stopping = false
  const cursors = createCursors(settings.secret)
  const feeds = createFeedWatcher(connections, settings.maxStreams, log)
  const { pool, roundTrips } = connections
  const relay = settings.events === null ? noRelay : createEventRelay({ connections, settings: settings.events, publicUrl: settings.publicUrl, log })
  const metrics = createMetrics({
    ...{ version, pool, roundTrips, load: loadShedding.counts, streams: feeds.count, events: relay.counts },
    queueAges: createQueueAges(connections),
    lags: () => replicas.lags(),
  })
  const open = (databaseUrl: string, itsLog: Logger, most?: number): Connections => connect({ ...settings, databaseUrl }, itsLog, most)
  const replicas = createReplicas(settings.databaseUrl, settings.replicas, open, metrics.readOnReplica, log)
  const secrets = createWebhookSecrets(settings.secret, settings.previousSecret)
  const outbound = createOutbound(settings.outboundAllowedHosts)
  const tracing = await startTracing(settings.tracing, version, log)
  const worker = startWebhookWorker({ connections, outbound, secrets, tracing, log })
  const mail = settings.mail === null ? noMailWorker : startMailWorker({ connections, settings: settings.mail, log })
  const service = {
    contract,
    metrics,
    passwords: createPasswords(),
    tokens: createTokens(settings),
    sessionMaxDays: settings.sessionMaxDays,
    quotas: settings.quotas,
    writeTimeoutMs: settings.writeTimeoutMs,
    cursors,
    syncCursors: createSyncCursors(cursors),
    feeds,
    tickets: createTickets(settings.secret),
    events: relay,
    mail,
    webhooks: { secrets, faultOf: (url: string) => faultOf(outbound, url), ...worker },
    ready: async () => !stopping && (await connections.answers()),
  }
  const { server, drain } = createHttpServer(
    createApp({ config: settings, connections, replicas, loadShedding, service, handlers, tracing, log }),
    loadShedding,
    settings.writeTimeoutMs,
    log,
  )
  const metricsServer = settings.metrics.port === null ? null : createMetricsServer(metrics, settings.metrics.token)
  try {
    await repairDatabase(settings.databaseUrl, (statement) => log.warn({ statement }, 'the database lacked something, which was repaired'))
    await assertRowLevelSecurity(connections)
    await listen(server, settings, 'PORT')
    if (metricsServer) await listen(metricsServer, { host: settings.host, port: settings.metrics.port ?? 0 }, 'METRICS_PORT')
  } catch (error) {
    server.close()
    await Promise.all([worker.stop(), mail.stop(), replicas.stop()])
    await Promise.all([connections.close(), tracing.stop()])
    throw error
  }
  relay.start()
  const stopCleanup = startCleanup(connections, log, { ...cleanup, changesKeptDays: settings.changesKeptDays }, metrics.cleanedUp)
  return {
    server,
    url: urlOf(server, settings.host),
    metricsUrl: metricsServer && `${urlOf(metricsServer, settings.host)}/metrics`,
    async stop(hurry = false) {
      stopping = true
      // Their clients open them again, at another process.
      feeds.stop()
      await Promise.all([stopCleanup(), worker.stop(), relay.stop(), mail.stop(), drain(hurry ? 0 : drainQuietly, drainAtMost)])
      metricsServer?.close()
      metricsServer?.closeAllConnections()
      await Promise.all([replicas.stop(), connections.close(), tracing.stop()])
    },
  }
}

/**
 * Checks that the ports of a service are free. Another process can still take one before the service listens.
 * @throws CannotListen
 */
export async function assertCanListen({ host, port, metrics }: Pick<Config, 'host' | 'port' | 'metrics'>): Promise<void> {
  for (const [setting, each] of Object.entries({ PORT: port, METRICS_PORT: metrics.port ?? 0 })) {
    const probe = createServer()
    await listen(probe, { host, port: each }, setting)
    probe.close()
    await once(probe, 'close')
  }
}

/** Records traces, if there is somewhere to send them; otherwise nothing of OpenTelemetry is loaded. */
async function startTracing(settings: Config['tracing'], version: string, log: Logger): Promise<Tracing> {
  if (settings === null) return withoutTracing
  const { createTracing } = await import('./observability/open-telemetry.ts')
  return createTracing(settings, version, log)
}

function faultOf(outbound: Outbound, url: string): string | null {
  try {
    outbound.check(url)
    return null
  } catch (error) {
    if (error instanceof OutboundRefused) return error.message
    throw error
  }
}

async function listen(server: NetServer, at: Pick<Config, 'host' | 'port'>, setting: string): Promise<void> {
  server.listen(at.port, at.host)
  await once(server, 'listening').catch((error: unknown) => {
    throw new CannotListen(at, codeOf(error), setting)
  })
}

function urlOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo // it listens on a port, not on a pipe
  const name = host === '127.0.0.1' || host === '0.0.0.0' || host === '::' ? 'localhost' : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}
