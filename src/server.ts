import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Logger } from 'pino'
import { createApp } from './app.ts'
import type { Config } from './config.ts'
import { loadContract, requireOwn } from './contract/contract.ts'
import { connect } from './database/pool.ts'
import { codeOf } from './database/errors.ts'
import type { Handlers } from './execution/execute.ts'
import { contractDigest } from './generated/operation-ids.ts'
import { operations } from './generated/handlers.ts'
import { createHttpServer } from './http/server.ts'
import { createMetrics } from './observability/metrics.ts'
import { createPasswords } from './identity/passwords.ts'
import { assertRowLevelSecurity } from './database/row-level-security.ts'
import { startCleanup } from './database/cleanup.ts'
import { createTokens } from './identity/tokens.ts'

/** A service that listens. */
export type RunningService = {
  server: Server
  url: string
  /**
   * Takes no more connections, answers what is in flight and what arrives meanwhile on connections that are open, and lets
   * go of the database. Resolves once all that is done, which it is within 25 seconds.
   * @param hurry closes connections as soon as nothing is in flight on them
   */
  stop(hurry?: boolean): Promise<void>
}

/** An address that cannot be listened on, and what to do about it, in one line. */
export class CannotListen extends Error {
  constructor({ host, port }: Pick<Config, 'host' | 'port'>, code: string) {
    super(
      code === 'EADDRINUSE'
        ? `Port ${port} is taken. Stop what listens there, or set PORT to another one.`
        : `This machine cannot listen on ${host}, port ${port} (${code}). Set HOST and PORT to an address that it may listen on.`,
    )
  }
}

/** What a service runs on: its configuration, with the database decided on and migrated. */
export type ServiceSettings = Omit<Config, 'databaseUrl' | 'dataDir' | 'logLevel' | 'startedByNpm'> & { databaseUrl: string }

// Clients that keep connections open are told with each answer; those that stay silent for so long are let go.
const drainQuietly = 5_000
const drainAtMost = 20_000

/**
 * Puts the service together and listens.
 * @param handlers the operations; others than the contract's own only where a test wants one that misbehaves
 * @throws when the address cannot be listened on, the contract cannot be compiled, or the database does not keep users apart
 */
export async function startService(settings: ServiceSettings, log: Logger, handlers: Handlers = operations): Promise<RunningService> {
  const contract = loadContract()
  requireOwn(contract, contractDigest)
  const connections = connect(settings, log)
  let stopping = false
  const service = {
    contract,
    metrics: createMetrics(connections.pool),
    passwords: createPasswords(),
    tokens: createTokens(settings),
    ready: async () => !stopping && (await connections.answers()),
  }
  const { server, drain } = createHttpServer(createApp({ config: settings, connections, service, handlers, log }), settings.maxInFlight, log)
  try {
    await assertRowLevelSecurity(connections)
    server.listen(settings.port, settings.host)
    await once(server, 'listening').catch((error: unknown) => {
      throw new CannotListen(settings, codeOf(error))
    })
  } catch (error) {
    await connections.close()
    throw error
  }
  const stopSweeping = startCleanup(connections, log)
  return {
    server,
    url: urlOf(server, settings.host),
    async stop(hurry = false) {
      stopping = true
      stopSweeping()
      await drain(hurry ? 0 : drainQuietly, drainAtMost)
      await connections.close()
    },
  }
}

function urlOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo // it listens on a port, not on a pipe
  const name = host === '127.0.0.1' || host === '0.0.0.0' || host === '::' ? 'localhost' : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}
