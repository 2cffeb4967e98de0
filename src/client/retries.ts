/** Sends a request: `fetch` or a wrapper. */
export type Send = (request: Request) => Promise<Response>

/** The number of retries, and the longest `Retry-After` to wait for, in milliseconds. */
export type Patience = { retries: number; longestWait: number }

const firstPause = 250
const longestPause = 8_000

/**
 * Retries after a lost connection or a busy service, if that cannot do anything twice.
 *
 * - `POST` and `PATCH` send the same Idempotency-Key with every retry, so they are executed once.
 * - `DELETE` is retried. A 404 then means that an earlier try succeeded, and counts as success.
 * - `PUT` has no key, completes an occurrence of a recurring task each time, and with `If-Match` would conflict with its own change.
 *   So it is retried only after a 429, when nothing was done. `PATCH` does the same and is safe.
 */
export function retrying(send: Send, { retries, longestWait }: Patience): Send {
  return async (request) => {
    let mayHaveHappened = false
    for (let tries = 1; ; tries++) {
      const { response, error } = await attempt(send, request)
      if (response?.status === 404 && request.method === 'DELETE' && mayHaveHappened) return new Response(null, { status: 204 })
      mayHaveHappened ||= response?.status !== 429
      const wait = response ? waitAfter(response, longestWait) : 0
      if (wait === null || tries > retries || (request.method === 'PUT' && mayHaveHappened)) {
        if (response) return response
        throw error
      }
      await pause(wait + backoff(tries), request.signal)
    }
  }
}

async function attempt(send: Send, request: Request): Promise<{ response: Response; error?: never } | { response?: never; error: unknown }> {
  try {
    return { response: await whole(await send(request.clone())) }
  } catch (error) {
    if (request.signal.aborted) throw error
    return { error }
  }
}

/** The same response, completely received: a connection may be lost midway. A stream is not, as it does not end. */
async function whole(response: Response): Promise<Response> {
  const { status, statusText, headers } = response
  if (isEventStream(response)) return response
  const body = await response.arrayBuffer()
  return new Response(body.byteLength > 0 ? body : null, { status, statusText, headers })
}

/** Whether the body is a stream of server-sent events. */
export const isEventStream = ({ headers }: Response): boolean => /^text\/event-stream\b/i.test(headers.get('Content-Type') ?? '')

/** The milliseconds to wait before the next try; null if the response is final. */
function waitAfter({ status, headers }: Response, longest: number): number | null {
  const retryAfter = headers.get('Retry-After')
  // A 409 with Retry-After means that the first try is still running.
  const again = [429, 502, 503, 504].includes(status) || (status === 409 && retryAfter !== null)
  if (!again) return null
  const wait = retryAfter === null ? 0 : millisecondsOf(retryAfter)
  return wait > longest ? null : wait
}

/** `Retry-After` is a number of seconds or a date (RFC 9110 section 10.2.3). */
function millisecondsOf(retryAfter: string): number {
  const wait = /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1_000 : Date.parse(retryAfter) - Date.now()
  return Math.max(0, wait || 0)
}

/** The milliseconds to wait after a number of tries: at random, so that clients refused together do not retry together. */
export const backoff = (tries: number): number => Math.min(firstPause * 2 ** (tries - 1), longestPause) * (0.5 + Math.random() / 2)

/** Waits, unless it is aborted meanwhile. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const over = new Promise<void>((resolve) => void (timer = setTimeout(resolve, milliseconds)))
  return unlessAborted(over, signal).finally(() => clearTimeout(timer))
}

/** The result of a promise, or the reason of the signal if that is aborted first; the promise itself continues. */
export function unlessAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    // The reason is the caller's, whatever that may be.
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
    const abort = (): void => reject(signal.reason)
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort)
    void promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}
