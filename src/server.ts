import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import pg from 'pg'
import type { Logger } from 'pino'
import { createApp } from './app.ts'
import type { Config } from './config.ts'
import { loadContract } from './contract.ts'
import { createPool } from './database.ts'
import type { Handlers } from './dispatch.ts'
import { operations } from './generated/operations.ts'
import { createHttpServer } from './http.ts'
import { createMetrics } from './metrics.ts'
import { createPasswords } from './passwords.ts'
import { createTokens } from './tokens.ts'

/** A service that listens. */
export type RunningService = {
  server: Server
  url: string
  /** Takes no more requests, answers those in flight, and lets go of the database. */
  stop(): Promise<void>
}

/** What a service runs on: its configuration, with the database decided on and migrated. */
export type ServiceSettings = Pick<Config, 'port' | 'host' | 'secret' | 'previousSecret' | 'authUrl' | 'corsOrigins' | 'trustProxy'> & {
  databaseUrl: string
}

/**
 * Puts the service together and listens.
 * @param handlers the operations; others than the contract's own only where a test wants one that misbehaves
 * @throws when the address cannot be listened on, or the contract cannot be compiled
 */
export async function startService(settings: ServiceSettings, log: Logger, handlers: Handlers = operations): Promise<RunningService> {
  const pool = createPool(settings.databaseUrl, log)
  let stopping = false
  const ready = async (): Promise<boolean> => !stopping && (await answers(pool))
  const contract = loadContract()
  const service = { contract, metrics: createMetrics(pool), passwords: createPasswords(), tokens: createTokens(settings), ready }
  const server = createHttpServer(createApp({ config: settings, pool, service, handlers, log }))
  server.listen(settings.port, settings.host)
  await once(server, 'listening')
  return {
    server,
    url: urlOf(server, settings.host),
    async stop() {
      stopping = true
      const closed = once(server, 'close')
      server.close()
      server.closeIdleConnections()
      await closed
      await pool.end()
    },
  }
}

function urlOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo // it listens on a port, not on a pipe
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}

/** Whether the database answers within two seconds. */
async function answers(pool: pg.Pool): Promise<boolean> {
  const timeout = new Promise<false>((done) => setTimeout(done, 2_000, false).unref())
  const answered = pool.query('select').then(
    () => true,
    () => false,
  )
  return Promise.race([answered, timeout])
}
