import { once } from 'node:events'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { expectProblem, staysUp } from '../support/problems.ts'
import { asJson, exchange, head } from '../support/raw.ts'
import { testService } from '../support/service.ts'

const service = testService()
staysUp(service)

/** A connection to the service, and the service's end of it. */
async function open(allowHalfOpen = false): Promise<{ near: Socket; far: Socket }> {
  const { hostname, port } = new URL(service.url)
  const accepted = once(service.running.server, 'connection')
  const near = connect({ host: hostname, port: Number(port), allowHalfOpen })
  near.on('error', () => undefined)
  const [[far]] = await Promise.all([accepted, once(near, 'connect')])
  return { near, far: far as Socket } // a server's connections are sockets
}

/** Resolves once a connection is over; it does not listen for errors, so that the service has to. */
const isClosed = async (socket: Socket): Promise<void> => {
  if (!socket.closed) await new Promise((done) => socket.once('close', done))
}

const starts = [
  ['CONNECT', head('CONNECT localhost:80 HTTP/1.1')],
  ['nothing', ''],
  ['half a header', 'GET /api/me/tasks HTTP/1.1\r\nHo'],
  ['nonsense', 'nonsense\r\n\r\n'],
  ['half a body', `${head('POST /api/me/tasks HTTP/1.1', 'Content-Length: 100')}{`],
  ['an upgrade', head('GET /health/live HTTP/1.1', 'Connection: Upgrade', 'Upgrade: websocket')],
  ['a request', head('GET /health/ready HTTP/1.1')],
] as const

test.each(starts)('200: the next client, after one that sent %s and reset its connection', async (_what, bytes) => {
  for (const waits of [true, false, true, false]) {
    const { near, far } = await open()
    const written = new Promise((done) => near.write(bytes, done))
    if (waits) await written
    near.resetAndDestroy()
    await isClosed(far)
  }
  await service.anyone.get('/health/live').expect(200)
})

test.each([
  [405, head('CONNECT localhost:80 HTTP/1.1')],
  [400, 'nonsense\r\n\r\n'],
])('%i: the connection is closed, though the client keeps its side open', async (status, bytes) => {
  const { near, far } = await open(true)
  near.write(bytes)
  const [answer] = await once(near.setEncoding('latin1'), 'data')
  expect(String(answer)).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
  await isClosed(far)
  near.destroy()
})

test('408: headers and bodies that do not arrive in time', async () => {
  const { server } = service.running
  expect([server.headersTimeout, server.requestTimeout]).toEqual([10_000, 15_000])
  const [headersTimeout, requestTimeout] = [server.headersTimeout, server.requestTimeout]
  try {
    Object.assign(server, { headersTimeout: 100, requestTimeout: 200 })
    const slow = [
      'GET /api/me/tasks HTTP/1.1\r\nHost: localhost\r\nX-A: ',
      head('POST /api/me/tasks HTTP/1.1', ...asJson(service.alice.token), 'Content-Length: 100') + '{"title":',
      head('POST /api/me/tasks HTTP/1.1', ...asJson(service.alice.token), 'Transfer-Encoding: chunked') + '5\r\n{"tit',
    ]
    const answers = await Promise.all(slow.map((bytes) => exchange(service.url, bytes)))
    for (const answer of answers) expectProblem(answer, 408, 'request-timeout')
  } finally {
    Object.assign(server, { headersTimeout, requestTimeout })
  }
  await service.alice.get('/api/me/tasks').expect(200, [])
})
