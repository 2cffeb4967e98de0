// One connection of the load generator: a request, its response, the next request, at the least cost for each.
import { connect } from 'node:net'

/** A request as HTTP text, and when to send it by performance.now(); at once if that has passed. */
export type ScheduledRequest = { text: string; at: number }

/** What a connection sends, and whom it tells of responses. */
export type Exchange<Request extends ScheduledRequest> = {
  port: number
  /** The next request; null to end. */
  next: () => Request | null
  /** Called with each complete response, and how long after the planned time of its request it came. */
  onResponse: (request: Request, status: number, milliseconds: number) => void
}

const timeoutMs = 20_000
const headEnd = Buffer.from('\r\n\r\n')

/** Opens a connection and sends requests until there are none. Rejects if it breaks off or the response is not what is expected. */
export function exchange<Request extends ScheduledRequest>({ port, next, onResponse }: Exchange<Request>): Promise<void> {
  return new Promise((resolve, reject) => {
    const buffer = Buffer.allocUnsafe(65_536)
    let pending: Buffer | null = null
    let missing = 0
    let status = 0
    let sent: Request | null = null

    const fail = (reason: string): void => {
      socket.destroy()
      reject(new Error(reason))
    }
    const sendNext = (): void => {
      sent = next()
      if (sent === null) {
        socket.end()
        return resolve()
      }
      send(sent)
    }
    const send = (request: Request): void => {
      const early = request.at - performance.now()
      // A timer takes whole milliseconds, and may be early by one.
      if (early > 0) setTimeout(send, Math.ceil(early), request)
      else socket.write(request.text, 'latin1')
    }
    const receive = (data: Buffer): void => {
      if (missing === 0) {
        const end = data.indexOf(headEnd)
        if (end < 0) return keep(data)
        const head = data.toString('latin1', 0, end)
        const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1]
        if (length === undefined) return fail(`a response without a Content-Length: ${head.slice(0, 40)}`)
        status = Number(head.slice(9, 12))
        missing = end + 4 + Number(length)
      }
      if (data.length < missing) return keep(data)
      if (data.length > missing || sent === null) return fail('more than one response to a request')
      pending = null
      missing = 0
      onResponse(sent, status, performance.now() - sent.at)
      sendNext()
    }
    // The buffer is reused, so what must last is copied.
    const keep = (data: Buffer): void => {
      pending = data === pending ? data : Buffer.from(data)
    }
    const socket = connect({
      host: '127.0.0.1',
      port,
      noDelay: true,
      onread: {
        buffer,
        callback(size) {
          const data = buffer.subarray(0, size)
          receive(pending ? Buffer.concat([pending, data]) : data)
          return true
        },
      },
    })
    socket.setTimeout(timeoutMs, () => fail(`no response within ${timeoutMs / 1000} s`))
    socket.on('connect', sendNext)
    socket.on('error', (error) => fail(error.message))
    // After the last answer this changes nothing.
    socket.on('close', () => fail('the server closed a connection'))
  })
}
