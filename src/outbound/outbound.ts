import { request as requestPlain } from 'node:http'
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { request as requestTls } from 'node:https'
import { isIP } from 'node:net'
import type { LookupFunction } from 'node:net'
import { hostName, parseDestination, resolveDestination } from './destination.ts'
import type { Destination } from './destination.ts'
import { resolveHost } from './resolve.ts'

/** A request to another service. */
export type OutboundRequest = {
  url: string
  method?: 'GET' | 'POST'
  headers?: Readonly<Record<string, string>>
  body?: string
  /** For everything from the name server to the last byte; at most and by default 15 seconds. */
  timeoutMs?: number
  /** Of the response's body; at most and by default 1 MB. */
  maxBytes?: number
}

/** A response, whatever its status. A redirect is one like any other: nothing is followed. */
export type OutboundResponse = { status: number; headers: IncomingHttpHeaders; body: Buffer }

/** The only way out of the service. What it does not reach is what clients may name, but must not read or change: its own network. */
export type Outbound = {
  /**
   * Checks a URL, as far as that needs no network.
   * @throws OutboundRefused
   */
  check(url: string): void
  /**
   * Sends a request to an address that was checked.
   * @throws OutboundRefused if that is not allowed, now or later; any other error if it failed this time
   */
  send(request: OutboundRequest): Promise<OutboundResponse>
}

const longestMs = 15_000
const mostBytes = 1_000_000

/**
 * Creates the way out to the internet, and to a few hosts besides.
 * @param allowedHosts names and addresses of hosts that may be private, spoken to by plain HTTP, and at any port
 * @param resolve finds addresses; another than usual only where a test has a name server of its own
 */
export function createOutbound(allowedHosts: readonly string[] = [], resolve = resolveHost): Outbound {
  const allowed = allowedHosts.map(hostName)
  return {
    check: (url) => void parseDestination(url, allowed),

    async send(request) {
      const limit = AbortSignal.timeout(Math.min(request.timeoutMs ?? longestMs, longestMs))
      const late = new Promise<never>((_, reject) => {
        limit.addEventListener('abort', () => reject(new Error('The time limit was exceeded')), { once: true })
      })
      const exchange = async (): Promise<OutboundResponse> => {
        const destination = await resolveDestination(request.url, allowed, resolve)
        limit.throwIfAborted()
        const response = await connect(destination, request, limit)
        const body = await readBody(response, Math.min(request.maxBytes ?? mostBytes, mostBytes))
        return { status: response.statusCode ?? 0, headers: response.headers, body }
      }
      return Promise.race([exchange(), late])
    },
  }
}

/** Sends a request to the addresses that were checked, whatever a name server says by now. */
function connect({ url, addresses }: Destination, { method = 'GET', headers, body }: OutboundRequest, signal: AbortSignal): Promise<IncomingMessage> {
  const known = addresses.map((address) => ({ address, family: isIP(address) }))
  const lookup: LookupFunction = (_, { all }, found) => {
    if (all) found(null, known)
    else found(null, known[0]?.address ?? '', known[0]?.family)
  }
  const send = url.protocol === 'https:' ? requestTls : requestPlain
  return new Promise((done, failed) => {
    // With a connection of its own, no request depends on what another one left behind.
    const request = send(url, { method, headers, lookup, agent: false, signal })
    request.once('response', done).on('error', failed).end(body)
  })
}

async function readBody(response: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response) {
    if (!Buffer.isBuffer(chunk)) continue
    size += chunk.length
    // To leave the loop by throwing closes the connection.
    if (size > maxBytes) throw new Error(`The response is larger than ${maxBytes} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
