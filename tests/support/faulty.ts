import { once } from 'node:events'
import { createServer, request as httpRequest } from 'node:http'
import type { IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** What a client sent. */
export type Sent = { method: string; path: string; headers: IncomingHttpHeaders; body: string }

/** What the service answers; what is no text is sent as JSON. With the status 0, the connection breaks instead. */
export type Given = { status: number; headers: IncomingHttpHeaders; body: unknown }

/** What is wrong with a service: what it makes of a request, or of its answer. */
export type Defect = {
  /** Changes a request before it is carried out, or answers it without. */
  request?: (sent: Sent) => Given | undefined
  /** Changes the answer to a request, in place. */
  answer?: (given: Given, sent: Sent) => void
}

/** A service with a defect, in front of one without. */
export type FaultyService = { url: string; defect: Defect; close(): Promise<void> }

/** Listens in front of the service at an address, and passes on what it is asked, but for its defect. */
export async function faultyService(target: string): Promise<FaultyService> {
  const close = async (): Promise<void> => {
    server.close().closeAllConnections()
    await once(server, 'close')
  }
  const faulty: FaultyService = { url: '', defect: {}, close }
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const { defect } = faulty
      const sent: Sent = { method: incoming.method ?? '', path: incoming.url ?? '', headers: { ...incoming.headers }, body: await text(incoming) }
      const given = defect.request?.(sent) ?? (await passOn(target, sent))
      defect.answer?.(given, sent)
      if (given.status === 0) {
        outgoing.destroy()
        return
      }
      const body = typeof given.body === 'string' ? given.body : JSON.stringify(given.body)
      const isEmpty = body === '' || sent.method === 'HEAD'
      outgoing.writeHead(given.status, { ...given.headers, ...(isEmpty ? {} : { 'content-length': Buffer.byteLength(body) }) })
      outgoing.end(isEmpty ? undefined : body)
    })()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  faulty.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}` // it listens on a port, not on a pipe
  return faulty
}

async function passOn(target: string, { method, path, headers, body }: Sent): Promise<Given> {
  const length = body === '' ? {} : { 'content-length': String(Buffer.byteLength(body)) }
  const request = httpRequest(target + path, { method, headers: { ...without(headers, 'content-length', 'transfer-encoding', 'accept-encoding'), ...length } })
  request.end(body)
  const [response] = await once(request, 'response')
  const answered = await text(response)
  const isJson = /json/.test(response.headers['content-type'] ?? '') && answered !== ''
  return {
    status: response.statusCode,
    headers: without(response.headers, 'content-length', 'transfer-encoding', 'connection'),
    body: isJson ? JSON.parse(answered) : answered,
  }
}

const without = (headers: IncomingHttpHeaders, ...names: string[]): IncomingHttpHeaders =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)))
