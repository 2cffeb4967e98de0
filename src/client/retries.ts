/** What carries a request out: `fetch`, or something around it. */
export type Send = (request: Request) => Promise<Response>

/** How often a request is tried again, and the longest `Retry-After` in milliseconds that is waited for. */
export type Patience = { retries: number; longestWait: number }

const firstPause = 250
const longestPause = 8_000

/**
 * Tries again where the connection was lost or the service was busy, as long as that cannot do anything twice.
 *
 * - `POST` and `PATCH` carry an Idempotency-Key, the same for all tries, so that they are carried out once.
 * - `DELETE` is tried again, and a 404 by then means that an earlier try has done it: that is answered as a success.
 * - `PUT` has no key, completes an occurrence of a recurring task each time, and with `If-Match` would meet its own change. So
 *   it is tried again after a 429 alone, which says that nothing was done. `PATCH` does the same and is safe.
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
      await pause(wait + jitter(Math.min(firstPause * 2 ** (tries - 1), longestPause)), request.signal)
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

/** The same answer, once all of it is here: a connection may be lost midway. */
async function whole(response: Response): Promise<Response> {
  const { status, statusText, headers } = response
  const body = await response.arrayBuffer()
  return new Response(body.byteLength > 0 ? body : null, { status, statusText, headers })
}

/** How long to wait before the next try, in milliseconds; null where the answer is final. */
function waitAfter({ status, headers }: Response, longest: number): number | null {
  const retryAfter = headers.get('Retry-After')
  // A 409 that says when to come back is the first try, still being carried out.
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

/** Between half and all of it, so that those who were refused together do not come back together. */
const jitter = (milliseconds: number): number => milliseconds * (0.5 + Math.random() / 2)

/** Waits, unless it is aborted meanwhile. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const over = new Promise<void>((resolve) => void (timer = setTimeout(resolve, milliseconds)))
  return unlessAborted(over, signal).finally(() => clearTimeout(timer))
}

/** What a promise comes to, or the signal's reason where that is aborted first; the promise itself goes on. */
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
