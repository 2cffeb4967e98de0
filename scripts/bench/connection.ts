// One connection of the load generator: a request, its answer, the next request. As little as can be done for each.
import { connect } from 'node:net'

/** A request as it goes over the wire, and when it is due: by performance.now(), in the past for at once. */
export type Due = { wire: string; at: number }

/** What a connection asks and tells. */
export type Talk<Request extends Due> = {
  port: number
  /** The next request; null to end. */
  next: () => Request | null
  /** An answer has come whole, so many milliseconds after its request was due. */
  answered: (request: Request, status: number, milliseconds: number) => void
}

const silence = 20_000
const headEnd = Buffer.from('\r\n\r\n')

/** Opens a connection and talks until there is nothing more to ask. Rejects when it breaks off or is not HTTP as expected. */
export function talk<Request extends Due>({ port, next, answered }: Talk<Request>): Promise<void> {
  return new Promise((resolve, reject) => {
    const buffer = Buffer.allocUnsafe(65_536)
    let pending: Buffer | null = null
    let missing = 0
    let status = 0
    let asked: Request | null = null

    const fail = (reason: string): void => {
      socket.destroy()
      reject(new Error(reason))
    }
    const ask = (): void => {
      asked = next()
      if (asked === null) {
        socket.end()
        return resolve()
      }
      send(asked)
    }
    const send = (request: Request): void => {
      const early = request.at - performance.now()
      // A timer takes whole milliseconds, and may be early by one.
      if (early > 0) setTimeout(send, Math.ceil(early), request)
      else socket.write(request.wire, 'latin1')
    }
    const receive = (data: Buffer): void => {
      if (missing === 0) {
        const end = data.indexOf(headEnd)
        if (end < 0) return keep(data)
        const head = data.toString('latin1', 0, end)
        const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1]
        if (length === undefined) return fail(`an answer without a Content-Length: ${head.slice(0, 40)}`)
        status = Number(head.slice(9, 12))
        missing = end + 4 + Number(length)
      }
      if (data.length < missing) return keep(data)
      if (data.length > missing || asked === null) return fail('more than one answer to a request')
      pending = null
      missing = 0
      answered(asked, status, performance.now() - asked.at)
      ask()
    }
    // The buffer is used again, so what is to be kept of it is copied.
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
    socket.setTimeout(silence, () => fail(`no answer within ${silence / 1000} s`))
    socket.on('connect', ask)
    socket.on('error', (error) => fail(error.message))
    // After the last answer this changes nothing.
    socket.on('close', () => fail('the server closed a connection'))
  })
}
