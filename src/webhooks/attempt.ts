import { OutboundRefused } from '../outbound/destination.ts'
import type { Outbound, OutboundResponse } from '../outbound/outbound.ts'
import { delayAfter } from '../queue/delays.ts'
import { signatureHeaders } from './signature.ts'
import type { Message } from './signature.ts'
import type { TraceHeaders } from '../observability/trace.ts'
import { delays, pauseFor } from './schedule.ts'

/** An attempt to deliver a message, as its owner is shown it. */
export type Attempt = { at: string; status: number | null; duration_ms: number; response: string | null; error: string | null }

/** What an attempt has led to: what becomes of the delivery, and what it says of the endpoint. */
export type Outcome = {
  attempt: Attempt
  state: 'queued' | 'delivered' | 'failed'
  /** When to try again, in seconds. */
  retrySeconds: number
  /** For how long the endpoint asks to be left alone. */
  pauseSeconds: number
  /** Whether the endpoint says that it does not exist any more. */
  gone: boolean
}

/** How much of a response is kept, in characters. */
const keptCharacters = 500

/**
 * Sends a message to an endpoint.
 * @param tries how often it was sent before
 * @param trace continues the trace that it is part of
 * @param secrets opens the secrets that sign it
 */
export async function attemptDelivery(
  outbound: Outbound,
  url: string,
  message: Message,
  secrets: () => string[],
  tries: number,
  trace?: TraceHeaders,
): Promise<Outcome> {
  const at = new Date()
  const started = performance.now()
  const outcomeOf = (response: OutboundResponse | null, error: string | null, isFinal: boolean): Outcome => {
    const status = response?.status ?? null
    const delivered = status !== null && status >= 200 && status < 300
    const delay = delayAfter(delays, tries + 1)
    return {
      attempt: {
        at: at.toISOString().replace('Z', '000Z'),
        status,
        duration_ms: Math.round(performance.now() - started),
        response: response && startOf(response.body),
        error,
      },
      state: delivered ? 'delivered' : isFinal || status === 410 || delay === null ? 'failed' : 'queued',
      retrySeconds: delay ?? 0,
      pauseSeconds: response ? pauseFor(response.status, response.headers['retry-after'], at) : 0,
      gone: status === 410,
    }
  }
  try {
    const headers = { 'Content-Type': 'application/json', 'User-Agent': 'Taskpact', ...signatureHeaders(message, secrets(), at), ...trace }
    return outcomeOf(await outbound.send({ url, method: 'POST', headers, body: message.body }), null, false)
  } catch (error) {
    // A URL that is refused once is always refused.
    const refused = error instanceof OutboundRefused
    const reason = error instanceof Error ? error.message : String(error)
    return outcomeOf(null, refused ? `The URL ${reason}` : reason, refused)
  }
}

// PostgreSQL stores neither NUL nor half a surrogate pair, which the end of the part may cut off.
const startOf = (body: Buffer): string => body.toString('utf8').replaceAll('\0', '\uFFFD').slice(0, keptCharacters).toWellFormed()
