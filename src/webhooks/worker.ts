import type { Logger } from 'pino'
import type { Connections } from '../database/connections.ts'
import { codeOf, toProblem } from '../database/errors.ts'
import { ImplicitTransaction } from '../database/implicit-transaction.ts'
import { maintenance } from '../database/maintenance.ts'
import type { Database, RowOf } from '../database/statement.ts'
import * as sql from '../generated/sql.ts'
import type { Trace, Tracing } from '../observability/trace.ts'
import type { Outbound } from '../outbound/outbound.ts'
import { createQueueRunner } from '../queue/runner.ts'
import { attemptDelivery } from './attempt.ts'
import { createCauses } from './causes.ts'
import type { Attempt } from './attempt.ts'
import type { WebhookSecrets } from './secrets.ts'

/** Delivers what is queued. */
export type WebhookWorker = {
  /** Looks at the queue from now on, because an endpoint is being created or enabled. */
  expect(): void
  /**
   * Looks soon at what a user's endpoints have not been sent, because something was written. Costs nothing while nobody has one.
   * @param seq the number of what was written in the user's feed
   * @param trace what it is part of, and its deliveries are as well
   */
  wake(userId: number, seq: number | null, trace: Trace | null): void
  /** Takes nothing more, and waits a few seconds for what is being sent; another process sends the rest. */
  stop(): Promise<void>
}

type Dependencies = { connections: Connections; outbound: Outbound; secrets: WebhookSecrets; tracing: Tracing; log: Logger }
type Claimed = RowOf<typeof sql.claimDeliveries>

/** What an endpoint gets at the same time. */
const mostOfEndpoint = 4
const mostEndpoints = 32
/** All that is sent at the same time. An endpoint that fails has one of these, so it takes many to use them up. */
const mostInFlight = 256
/** Of one endpoint, the changes that become deliveries at a time: meanwhile, the user's writes wait. */
const mostChanges = 200
/** While somebody has an endpoint, retries, and what another process has left, are found this often. */
const lookEveryMs = 1_000
/** Otherwise it is only asked this often whether somebody has: a database that sleeps when it is not used, sleeps. */
const askEveryMs = 60_000

/** Starts to deliver: after each write of this process, and at intervals for retries and for the writes of others. */
export function startWebhookWorker({ connections, outbound, secrets, tracing, log }: Dependencies): WebhookWorker {
  let anyEndpoints = false
  const causes = createCauses()
  let askedAt = -Infinity
  // Whose endpoints are looked at next; of all users, where null is among them.
  const awaited = new Set<number | null>()
  let passedOver = false
  const db = (): Database => new ImplicitTransaction(connections.alone, maintenance)

  const deliver = async (claimed: Claimed): Promise<void> => {
    const { id, user_id, webhook_id, message_id, seq, body, url, tries } = claimed
    const trace = causes.find(user_id, seq)?.within('POST webhook', 'outbound') ?? tracing.own('POST webhook')
    const opened = (): string[] => [claimed.secret, claimed.previous_secret].flatMap((stored) => (stored === null ? [] : secrets.open(user_id, stored)))
    const { attempt, state, retrySeconds, pauseSeconds, gone } = await attemptDelivery(outbound, url, { id: message_id, body }, opened, tries, trace?.headers)
    trace?.end(failureOf(attempt), { 'http.request.method': 'POST', 'taskpact.webhook.attempt': tries + 1, ...statusOf(attempt) })
    const settled = { attempt: JSON.stringify([attempt]), state, retry_seconds: retrySeconds, pause_seconds: pauseSeconds, gone }
    const endpoint = await db().maybeOne(sql.settleDelivery, { id, user_id, webhook_id, ...settled })
    if (endpoint?.enabled === false && endpoint.disabled_reason !== null) {
      log.warn({ user: user_id, webhook: webhook_id, reason: endpoint.disabled_reason }, 'a webhook was disabled')
    }
  }

  const start = (claimed: Claimed): void =>
    queue.start(() =>
      deliver(claimed)
        .catch((error: unknown) => log.warn({ code: codeOf(toProblem(error).cause) }, 'the outcome of a delivery could not be stored; it will be sent again'))
        .finally(() => {
          // What waited for it is next.
          wake(passedOver ? null : claimed.user_id)
          passedOver = false
        }),
    )

  const look = async (): Promise<void> => {
    while (awaited.size > 0) {
      const users = awaited.has(null) ? null : [...awaited].flatMap((user) => user ?? [])
      awaited.clear()
      const most = Math.min(mostEndpoints, Math.floor((mostInFlight - queue.busy()) / mostOfEndpoint))
      // The delivery that ends next looks at all of them.
      if (queue.isStopped() || most === 0) return void (passedOver = true)
      const { queued } = await db().one(sql.queueChanges, { users, most: mostChanges })
      const claimed = await db().many(sql.claimDeliveries, { users, most, each: mostOfEndpoint })
      for (const each of claimed) start(each)
      if (queued || claimed.length > 0) for (const user of users ?? [null]) awaited.add(user)
    }
  }

  const queue = createQueueRunner(look, () => log.warn('the queue of webhooks could not be read; it will be tried again'))

  const wake = (user: number | null): void => {
    if (!anyEndpoints || queue.isStopped()) return
    awaited.add(user)
    queue.wake()
  }

  const ask = async (): Promise<void> => {
    askedAt = performance.now()
    anyEndpoints = (await db().one(sql.hasEndpoints, {})).any
  }

  const poll = setInterval(() => {
    const asked = performance.now() - askedAt < askEveryMs ? Promise.resolve() : ask()
    // The next time, it is tried again.
    void asked.catch(() => (askedAt = -Infinity)).then(() => wake(null))
  }, lookEveryMs).unref()

  return {
    expect: () => void (anyEndpoints = true),
    wake(userId, seq, trace) {
      if (anyEndpoints && trace !== null && seq !== null) causes.add(userId, seq, trace)
      wake(userId)
    },
    async stop() {
      clearInterval(poll)
      await queue.stop()
    },
  }
}

const statusOf = ({ status }: Attempt): object => (status === null ? {} : { 'http.response.status_code': status })

/** What a failed attempt is in a trace: a status, or that there was no response. Why there was none may quote the URL. */
const failureOf = ({ status }: Attempt): string | null => (status === null ? 'no_response' : status >= 400 ? String(status) : null)
