import type { Logger } from 'pino'
import type { MailSettings } from '../config/settings.ts'
import type { Connections } from '../database/connections.ts'
import { codeOf, toProblem } from '../database/errors.ts'
import { ImplicitTransaction } from '../database/implicit-transaction.ts'
import { maintenance } from '../database/maintenance.ts'
import type { Database } from '../database/statement.ts'
import * as sql from '../generated/sql.ts'
import { delayAfter } from '../queue/delays.ts'
import { createQueueRunner } from '../queue/runner.ts'
import { compose } from './compose.ts'
import { MailFailed } from './mail.ts'
import { createMailTransport } from './transport.ts'

/** Sends the mails that are queued. */
export type MailWorker = {
  /** Looks soon at what waits, because something was queued. */
  wake(): void
  /** Takes no more mails, and waits a few seconds for those that are being sent; another process sends the rest. */
  stop(): Promise<void>
}

/** Where no mails are sent. */
export const noMailWorker: MailWorker = { wake: () => undefined, stop: () => Promise.resolve() }

type Dependencies = { connections: Connections; settings: MailSettings; log: Logger }
type Claimed = { id: number; tries: number }

/** The seconds from each try to the next. A mail with a link is given up after an hour, any other after a day. */
const delays = [5, 30, 2 * 60, 5 * 60, 10 * 60, 20 * 60, 20 * 60, 3600, 2 * 3600, 4 * 3600, 8 * 3600]
const mostAtOnce = 4
/** Of the mails for nobody, how many are removed at once. */
const mostRemoved = 1_000
/** What another process has left is found this often. */
const lookEveryMs = 60_000

/** Starts to send: after each request of this process that queues a mail, when one is to be tried again, and at intervals for those of others. */
export function startMailWorker({ connections, settings, log }: Dependencies): MailWorker {
  const transport = createMailTransport(settings)
  const db = (): Database => new ImplicitTransaction(connections.alone, maintenance)
  let waiting: NodeJS.Timeout | null = null

  const remove = ({ id }: Claimed): Promise<unknown> => db().maybeOne(sql.removeMail, { id })

  const fail = async (claimed: Claimed, error: unknown): Promise<void> => {
    const { id, tries } = claimed
    const { reason, isFinal } = error instanceof MailFailed ? error : { reason: { code: codeOf(toProblem(error).cause) }, isFinal: false }
    const seconds = isFinal ? null : delayAfter(delays, tries)
    log.warn(
      { mail: id, tries, ...reason },
      seconds === null ? 'a mail could not be sent, and is given up' : 'a mail could not be sent; it will be tried again',
    )
    await (seconds === null ? remove(claimed) : db().maybeOne(sql.postponeMail, { id, seconds }))
  }

  const send = async (claimed: Claimed): Promise<void> => {
    try {
      const composed = await compose(connections, settings.appUrl, claimed.id)
      if (composed) {
        await transport.send(composed.mail)
        log.info({ mail: claimed.id, kind: composed.kind, user: composed.userId }, transport.sent)
      }
    } catch (error) {
      return fail(claimed, error)
    }
    await remove(claimed)
  }

  const start = (claimed: Claimed): void =>
    queue.start(() =>
      send(claimed)
        .catch((error: unknown) =>
          log.warn({ mail: claimed.id, code: codeOf(toProblem(error).cause) }, 'the outcome of a mail could not be stored; it will be sent again'),
        )
        .finally(() => queue.wake()),
    )

  const look = async (): Promise<void> => {
    // Anyone can queue these, and faster than mails are sent. They take no turn from the others, nor wait for one.
    const removed = await db().many(sql.removeMailsForNobody, { most: mostRemoved })
    if (removed.length === mostRemoved) queue.wake()
    const most = mostAtOnce - queue.busy()
    // The mail that is sent next looks again.
    if (most === 0) return
    const claimed = await db().many(sql.claimMails, { most })
    for (const each of claimed) start(each)
    const { seconds } = await db().one(sql.findNextMail, {})
    if (waiting) clearTimeout(waiting)
    if (seconds !== null) waiting = setTimeout(() => queue.wake(), Math.max(0, Math.min(seconds * 1_000, lookEveryMs))).unref()
  }

  const queue = createQueueRunner(look, () => log.warn('the queue of mails could not be read; it will be tried again'))
  const poll = setInterval(() => queue.wake(), lookEveryMs).unref()
  queue.wake()

  return {
    wake: () => queue.wake(),
    async stop() {
      clearInterval(poll)
      if (waiting) clearTimeout(waiting)
      await queue.stop()
    },
  }
}
