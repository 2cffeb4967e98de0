import { once } from 'node:events'
import { connect } from 'node:net'
import type { Socket } from 'node:net'

/** An answer as it stood on the wire; header names are in lower case, repeated headers are joined by a comma. */
export type RawAnswer = { status: number; headers: Record<string, string>; body: string }

type Options = {
  /** How many final answers to read. */
  answers?: number
  /** Milliseconds to wait for them: a service that stays silent for longer is one that hangs. */
  wait?: number
  /** Sends the bytes and then no more: the other side sees the end of the stream. */
  end?: boolean
}

/** Sends exactly these bytes (a string is Latin-1, so that '\xff' is one) and reads one answer. */
export async function exchange(url: string, bytes: string | Buffer, options: Options = {}): Promise<RawAnswer> {
  const [answer] = await exchangeAll(url, bytes, { ...options, answers: 1 })
  if (!answer) throw new Error('the connection was closed without an answer')
  return answer
}

/** Sends exactly these bytes and reads as many answers, or those that came before the connection was closed. */
export async function exchangeAll(url: string, bytes: string | Buffer, options: Options = {}): Promise<RawAnswer[]> {
  const { answers: wanted = 1, wait = 20_000, end = false } = options
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  const late = AbortSignal.timeout(wait)
  const given = (): void => void socket.destroy(new Error(`no answer within ${wait} ms`))
  late.addEventListener('abort', given)
  try {
    await once(socket, 'connect')
    const reading = readAnswers(socket, wanted, expectsNoBody(bytes))
    socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes)
    if (end) socket.end()
    return await reading
  } finally {
    late.removeEventListener('abort', given)
    socket.destroy()
  }
}

/** A connection that is open for more than one exchange. */
export type Conversation = {
  send(bytes: string | Buffer): void
  /** What the service has sent so far, 1xx included. */
  received(): string
  /** Resolves once the service has closed the connection. */
  closed: Promise<void>
  close(): void
  /** Breaks the connection off, without what was sent being read. */
  reset(): void
}

/** Opens a connection, from another address of this machine if need be. */
export async function converse(url: string, localAddress = '127.0.0.1'): Promise<Conversation> {
  const { port } = new URL(url)
  const socket = connect({ host: '127.0.0.1', port: Number(port), localAddress })
  socket.on('error', () => undefined)
  let text = ''
  socket.on('data', (chunk: Buffer) => void (text += chunk.toString('latin1')))
  const closed = new Promise<void>((done) => socket.once('close', () => done()))
  await once(socket, 'connect')
  return {
    send: (bytes) => void socket.write(bytes),
    received: () => text,
    closed,
    close: () => void socket.destroy(),
    reset: () => void socket.resetAndDestroy(),
  }
}

/** The answers in what was received until the connection was closed. */
export function parseAnswers(received: string): RawAnswer[] {
  const answers: RawAnswer[] = []
  let left = Buffer.from(received, 'latin1')
  for (let next = parse(left, true, false); next; next = parse(left, true, false)) {
    answers.push(next.answer)
    left = left.subarray(next.length)
  }
  return answers
}

/** A request line and headers as one would write them, with a Host and a blank line at the end. */
export const head = (line: string, ...headers: string[]): string => [line, 'Host: localhost', ...headers, '', ''].join('\r\n')

/** A request with a body, whose length it states. */
export function withBody(line: string, body: string | Buffer, ...headers: string[]): Buffer {
  const bytes = typeof body === 'string' ? Buffer.from(body, 'latin1') : body
  return Buffer.concat([Buffer.from(head(line, ...headers, `Content-Length: ${bytes.length}`), 'latin1'), bytes])
}

/** The headers of someone who is signed in and sends JSON. */
export const asJson = (token: string): [string, string] => [bearer(token), 'Content-Type: application/json']

export const bearer = (token: string): string => `Authorization: Bearer ${token}`

const expectsNoBody = (bytes: string | Buffer): boolean => Buffer.from(bytes).toString('latin1', 0, 5) === 'HEAD '

function readAnswers(socket: Socket, wanted: number, headOnly: boolean): Promise<RawAnswer[]> {
  return new Promise((done, failed) => {
    const answers: RawAnswer[] = []
    let received = Buffer.alloc(0)
    const take = (closed: boolean): void => {
      for (let next = parse(received, closed, headOnly); next; next = parse(received, closed, headOnly)) {
        received = received.subarray(next.length)
        // 100 Continue and its like only announce the answer.
        if (next.answer.status >= 200) answers.push(next.answer)
        if (answers.length === wanted) return done(answers)
      }
      if (closed) done(answers)
    }
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk])
      take(false)
    })
    socket.once('close', () => take(true))
    // A service that refuses a request need not read the rest of it; what it has said by then counts.
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') failed(error)
    })
  })
}

function parse(bytes: Buffer, closed: boolean, headOnly: boolean): { answer: RawAnswer; length: number } | null {
  const blank = bytes.indexOf('\r\n\r\n')
  if (blank < 0) return null
  const [line = '', ...fields] = bytes.toString('latin1', 0, blank).split('\r\n')
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(line)?.[1])
  if (!status) throw new Error(`not the status line of an answer: ${line}`)
  const headers: Record<string, string> = {}
  for (const field of fields) {
    const [, name = '', value = ''] = /^([^:]+):[ \t]*(.*)$/.exec(field) ?? []
    const key = name.toLowerCase()
    headers[key] = key in headers ? `${headers[key]}, ${value}` : value
  }
  const start = blank + 4
  const bodyless = headOnly || status < 200 || status === 204 || status === 304
  if (!bodyless && headers['transfer-encoding'] === 'chunked') {
    const chunks = parseChunks(bytes, start)
    return chunks && { answer: { status, headers, body: chunks.body }, length: chunks.end }
  }
  const length = bodyless ? 0 : Number(headers['content-length'] ?? (closed ? bytes.length - start : NaN))
  if (!(bytes.length >= start + length)) return null
  return { answer: { status, headers, body: bytes.toString('utf8', start, start + length) }, length: start + length }
}

/** A body in chunks without trailers (RFC 9112 section 7.1), and where it ends; null until all of it has come. */
function parseChunks(bytes: Buffer, start: number): { body: string; end: number } | null {
  const parts: Buffer[] = []
  for (let at = start; ;) {
    const line = bytes.indexOf('\r\n', at)
    const size = parseInt(bytes.toString('latin1', at, line), 16)
    const end = line + 2 + size + 2
    if (line < 0 || bytes.length < end) return null
    if (size === 0) return { body: Buffer.concat(parts).toString(), end }
    parts.push(bytes.subarray(line + 2, line + 2 + size))
    at = end
  }
}
