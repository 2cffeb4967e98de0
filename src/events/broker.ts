import { setImmediate as giveWay } from 'node:timers/promises'
import type { JetStreamManager } from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/transport-node'
import type { BrokerSettings } from '../config/settings.ts'
import { streamSettings } from './subjects.ts'

/** A message for the broker, which keeps only the first one with an id. */
export type Message = { id: string; subject: string; payload: string }

/** What became of messages, in their order. */
export type Published = {
  stored: boolean[]
  /** The broker's own number of the first error that it answered with; null if it answered with none. */
  error: number | null
}

/** A connection to the broker. It is not repaired: after a failure, another one is opened. */
export type Broker = {
  /** The bytes that a message may have. */
  readonly mostBytes: number
  /** Whether it can be used no longer. */
  isClosed(): boolean
  /** Publishes a page of messages, all in flight at once. Never throws: what is not acknowledged in time is not stored. */
  publish(messages: readonly Message[]): Promise<Published>
  close(): Promise<void>
}

const connectMs = 5_000
/** For the acknowledgements of a page. The database ends a transaction that is idle for ten seconds. */
const publishMs = 5_000
/** A connection that is dead without being closed is noticed after two of these. */
const pingMs = 10_000
/** Requests come between so many messages. */
const giveWayEach = 300

type Page = { number: number; left: number; published: Published; done: () => void }

/**
 * Connects to the broker, and makes the stream if it is missing. The client library is loaded by the first call.
 *
 * The connection never reconnects: what was sent before it broke and what is sent after would be messages with a gap, while those of one
 * connection are stored up to the first that is lost. Acknowledgements are counted here, because the library's own publishing takes six times the
 * processor time.
 * @throws if the broker is away, or refuses
 */
export async function connectBroker(settings: BrokerSettings): Promise<Broker> {
  const [{ createInbox, headers }, connection] = await Promise.all([import('@nats-io/transport-node'), openConnection(settings)])
  let [page, closed]: [Page | null, boolean] = [null, false]
  const end = (): void => {
    page?.done()
    page = null
  }
  void connection.closed().then(() => {
    closed = true
    end()
  })
  let mostBytes = connection.info?.max_payload ?? 1_000_000
  try {
    const streams = await streamsOf(connection)
    const { config } = await streams.info(streamSettings.name).catch((error: unknown) => {
      if (!isStreamMissing(error)) throw error
      return streams.add(streamSettings)
    })
    if (config.max_msg_size > 0) mostBytes = Math.min(mostBytes, config.max_msg_size)
  } catch (error) {
    await connection.close()
    throw error
  }

  const inbox = createInbox()
  connection.subscribe(`${inbox}.>`, {
    callback(failure, reply) {
      // The server refused the subscription, so nothing arrives on it.
      if (failure) {
        end()
        return
      }
      const [number, index] = reply.subject
        .slice(inbox.length + 1)
        .split('.')
        .map(Number)
      if (page === null || number !== page.number || index === undefined) return
      const error = errorOf(reply.string())
      if (error === null) page.published.stored[index] = true
      else page.published.error ??= error
      page.left -= 1
      if (page.left === 0) end()
    },
  })

  let pages = 0
  return {
    mostBytes,
    isClosed: () => closed,
    async publish(messages) {
      const published: Published = { stored: messages.map(() => false), error: null }
      if (closed || messages.length === 0) return published
      const number = (pages += 1)
      const acknowledged = new Promise<void>((done) => {
        const late = setTimeout(end, publishMs).unref()
        page = {
          ...{ number, left: messages.length, published },
          done: () => {
            clearTimeout(late)
            done()
          },
        }
      })
      try {
        for (const [index, { id, subject, payload }] of messages.entries()) {
          if (index % giveWayEach === giveWayEach - 1) await giveWay()
          // It was too late for this page, or the connection has closed.
          if (page === null) break
          const fields = headers()
          fields.set('Nats-Msg-Id', id)
          fields.set('Content-Type', 'application/cloudevents+json')
          connection.publish(subject, payload, { headers: fields, reply: `${inbox}.${number}.${index}` })
        }
      } catch {
        end()
      }
      await acknowledged
      return published
    },
    close: () => connection.close(),
  }
}

/** What was found of a broker that responds. */
export type BrokerState = 'has the stream' | 'lacks the stream' | 'lacks JetStream'

/**
 * Looks for the stream, and makes none.
 * @throws if the broker is away, or refuses
 */
export async function examineBroker(settings: BrokerSettings): Promise<BrokerState> {
  const connection = await openConnection(settings)
  try {
    await (await streamsOf(connection)).info(streamSettings.name)
    return 'has the stream'
  } catch (error) {
    if (isStreamMissing(error)) return 'lacks the stream'
    if (isJetStreamMissing(error)) return 'lacks JetStream'
    throw error
  } finally {
    await connection.close()
  }
}

async function openConnection({ host, port, secure, credentials }: BrokerSettings): Promise<NatsConnection> {
  const { connect } = await import('@nats-io/transport-node')
  return connect({
    ...{ servers: `${host}:${port}`, name: 'taskpact', timeout: connectMs, reconnect: false, pingInterval: pingMs, ignoreClusterUpdates: true },
    ...(secure && { tls: {} }),
    ...credentials,
  })
}

async function streamsOf(connection: NatsConnection): Promise<JetStreamManager['streams']> {
  const { jetstreamManager } = await import('@nats-io/jetstream')
  // The user may have no permission to ask for the account's limits.
  return (await jetstreamManager(connection, { checkAPI: false, timeout: connectMs })).streams
}

const isJetStreamMissing = (error: unknown): boolean => error instanceof Error && error.name === 'JetStreamNotEnabled'

const isStreamMissing = (error: unknown): boolean => error instanceof Error && error.name === 'StreamNotFoundError'

/** The number of the error that a reply tells of; null for an acknowledgement. Where no stream has the subject, the reply is empty. */
function errorOf(reply: string): number | null {
  if (!reply.startsWith('{')) return 503
  // The broker's own format, an acknowledgement or an error.
  const { error, stream } = JSON.parse(reply) as { error?: { err_code?: number }; stream?: string }
  return error === undefined && stream !== undefined ? null : (error?.err_code ?? 500)
}
