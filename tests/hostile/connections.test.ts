import { once } from 'node:events'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { describe, expect, test } from 'vitest'
import { expectProblem, staysUp } from '../support/problems.ts'
import { asJson, bearer, converse, exchange, head, parseAnswers, withBody } from '../support/raw.ts'
import { passwordOf, testService } from '../support/service.ts'

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

const beginning = (path: string, ...headers: string[]): string =>
  head(`POST ${path} HTTP/1.1`, 'Content-Type: application/json', 'Content-Length: 19', ...headers) + '{"title":'

test('408: a body without a token, sooner than one with a token, and the connection is closed', async () => {
  const patient = await converse(service.url)
  patient.send(beginning('/api/me/tasks', bearer(service.alice.token)))
  const anonymous = await Promise.all(['login', 'register', 'refresh'].map(() => converse(service.url)))
  for (const [index, { send }] of anonymous.entries()) send(beginning(`/api/auth/${['login', 'register', 'refresh'][index]}`))
  const dribbling = setInterval(() => anonymous.forEach(({ send }) => send('x')), 1_000)
  await Promise.all(anonymous.map(({ closed }) => closed))
  clearInterval(dribbling)
  for (const { received } of anonymous) {
    const [answer] = parseAnswers(received())
    if (!answer) throw new Error('the connection was closed without an answer')
    expectProblem(answer, 408, 'request-timeout')
    expect(answer.headers).toMatchObject({ 'connection': 'close', 'x-request-id': expect.any(String) })
  }
  expect(patient.received()).toBe('')
  patient.send('"patient"}')
  await expect.poll(patient.received).toMatch(/^HTTP\/1\.1 201 /)
  patient.close()
  const [location = ''] = /(?<=\r\nLocation: )\S+/i.exec(patient.received()) ?? []
  await service.alice.delete(location).expect(204)
}, 30_000)

describe('an address that dribbles more bodies than there is room for', () => {
  const small = testService({ settings: { maxInFlight: 4 } })

  test('200: others have their places, and those of the address are free again once its bodies are late', async () => {
    const dribblers = await Promise.all(Array.from({ length: 60 }, () => converse(small.url, '127.0.0.2')))
    for (const { send } of dribblers) send(beginning('/api/auth/login'))
    // Ten times as many slow clients as requests, three quarters of them of one address.
    await expect.poll(() => dribblers.filter(({ received }) => received().startsWith('HTTP/1.1 503 ')).length).toBe(60 - 30)
    await small.alice.get('/api/me').expect(200)
    const credentials = { email: small.alice.email, password: passwordOf('alice') }
    await small.anyone.post('/api/auth/login', credentials).expect(200)
    await Promise.all(dribblers.filter(({ received }) => received() === '').map(({ closed }) => closed))
    expect(dribblers.filter(({ received }) => received().startsWith('HTTP/1.1 408 ')).length).toBe(30)
    const another = await converse(small.url, '127.0.0.2')
    another.send(withBody('POST /api/auth/login HTTP/1.1', JSON.stringify(credentials), 'Content-Type: application/json'))
    await expect.poll(another.received).toMatch(/^HTTP\/1\.1 200 /)
    for (const { close } of [another, ...dribblers]) close()
  }, 30_000)
})

describe('more downloads that nobody reads than there is room for requests', () => {
  // Room for the eight downloads that are sent at once, and a few requests.
  const small = testService({ settings: { maxInFlight: 12 } })

  test('200: others, while the downloads wait for their turn', async () => {
    const { hostname, port } = new URL(small.url)
    const downloads: Socket[] = []
    for (let count = 0; count < 30; count += 1) {
      const socket = connect({ host: hostname, port: Number(port) })
        .on('error', () => undefined)
        .pause()
      downloads.push(socket)
      // More than the buffers of the system take.
      socket.write(head('GET /docs/scalar.js HTTP/1.1', 'Accept-Encoding: identity').repeat(5))
      await small.alice.get('/api/me').expect(200)
    }
    for (const socket of downloads) socket.destroy()
  })
})
