import { setTimeout as pause } from 'node:timers/promises'
import { readOperatorSettings } from '../../config/read.ts'
import type { OperatorSettings } from '../../config/read.ts'
import { deleteExpired } from '../../database/cleanup.ts'
import { ImplicitTransaction } from '../../database/implicit-transaction.ts'
import { assertMigrated } from '../../database/migrate.ts'
import { connect } from '../../database/pool.ts'
import { withRetries } from '../../database/retry.ts'
import type { Database } from '../../database/statement.ts'
import { Transaction } from '../../database/transaction.ts'
import { withEmbeddedPostgres } from '../../embedded-postgres/index.ts'
import { anonymousContext, operatorContext } from '../../identity/session-context.ts'
import { createCommandLog, createSilentLog } from '../../observability/log.ts'
import { createSecurityLog } from '../../observability/security-events.ts'
import type { SecurityEvent } from '../../observability/security-events.ts'
import { Problem } from '../../problem.ts'

type Role = Parameters<typeof operatorContext>[3]

/** What is done to an account, and what the log calls it. */
const eventOf = {
  'operator.disable': 'account-disabled',
  'operator.enable': 'account-enabled',
  'operator.delete': 'account-deleted',
  'operator.reset_link': 'reset-link-created',
  'operator.end_sessions': 'sessions-ended',
  'operator.revoke_token': 'token-revoked',
} as const satisfies Record<`operator.${string}`, SecurityEvent>

type Act = keyof typeof eventOf

/** What the operator's commands do to the database, whether the service runs or not. */
export type Operator = {
  settings: OperatorSettings
  /** The accounts of everybody, as signing in sees them. */
  accounts: Database
  /** What one user has, as that user sees it. */
  dataOf(userId: number): Database
  /**
   * Acts on an account in a transaction of its own, and writes a line on standard error if the work has a result.
   * @param act what the user's changes and the line say that it was
   */
  act<Result>(userId: number, act: Act, role: Role, work: (db: Database) => Promise<Result>): Promise<Result>
  /** Removes what was deleted, in parts, as the service does at intervals. */
  cleanUp(): Promise<void>
}

// Nobody else waits for these, and to look for an address may take a while.
const statementTimeoutMs = 30_000

/** Opens the configured or the embedded database, and runs work on it. @throws in one line */
export async function withOperator(work: (operator: Operator) => Promise<void>): Promise<void> {
  const settings = readOperatorSettings()
  const { databaseUrl, dataDir } = settings
  if (databaseUrl !== null) await workOn(databaseUrl, settings, work)
  else await withEmbeddedPostgres(dataDir, ({ url }) => workOn(url, settings, work))
}

async function workOn(databaseUrl: string, settings: OperatorSettings, work: (operator: Operator) => Promise<void>): Promise<void> {
  await assertMigrated(databaseUrl)
  const log = createSilentLog()
  // Without the secret, no line can tell which account it is about in the way that those of a service do.
  const securityLog = createSecurityLog(createCommandLog(), settings.secret ?? '')
  const connections = connect({ ...settings, databaseUrl, writeTimeoutMs: Math.max(settings.writeTimeoutMs, statementTimeoutMs) }, log)
  try {
    await work({
      settings,
      accounts: new ImplicitTransaction(connections.alone, anonymousContext),
      dataOf: (userId) => new ImplicitTransaction(connections.alone, operatorContext(userId, null, statementTimeoutMs, 'taskpact_runtime')),
      act: (userId, act, role, todo) =>
        withRetries(async () => {
          const transaction = new Transaction(connections, operatorContext(userId, act, statementTimeoutMs, role))
          try {
            const result = await todo(transaction)
            await transaction.commit()
            return result
          } catch (error) {
            await transaction.rollback()
            throw error
          }
        }).then(async (result) => {
          if (result !== undefined) securityLog(eventOf[act], { operation: act, account: settings.secret === null ? null : String(userId), address: null })
          // It holds for requests that read on replicas as well, once the command ends.
          if (settings.replicas.urls.length > 0) await pause(settings.replicas.maxLagMs)
          return result
        }),
      cleanUp: () => deleteExpired(connections, log, { changesKeptDays: settings.changesKeptDays }),
    })
  } catch (error) {
    throw inOperatorsWords(error)
  } finally {
    await connections.close()
  }
}

/** The problems of requests are worded for their clients. */
function inOperatorsWords(error: unknown): unknown {
  if (!(error instanceof Problem)) return error
  if (error.kind === 'not-found') return new Error('The user was deleted meanwhile.', { cause: error })
  return error.cause instanceof Error ? new Error(`The database refused it: ${error.cause.message}`, { cause: error }) : error
}
