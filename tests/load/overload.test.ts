import { randomUUID } from 'node:crypto'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { afterEach, describe, expect, test } from 'vitest'
import { testService } from '../support/service.ts'
import { countStatuses } from '../support/statuses.ts'

const room = 8
const service = testService({ settings: { maxInFlight: room } })
const sockets: Socket[] = []

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy()
})

/** A connection on which that much of a request has been sent, with what has come back. */
function say(text: string): { socket: Socket; received: () => string } {
  const socket = connect(Number(new URL(service.url).port), '127.0.0.1')
    .setEncoding('utf8')
    .on('error', () => undefined)
  sockets.push(socket)
  let received = ''
  socket.on('data', (more: string) => (received += more))
  socket.write(text)
  return { socket, received: () => received }
}

const requestOf = (method: string, path: string, rest = ''): string =>
  `${method} ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${service.alice.token}\r\n${rest}\r\n`

const creationOf = (body: string): string => requestOf('POST', '/api/me/tasks', `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n`)

/** A task that is locked until its holder ends, and where to ask for what has to wait for that. */
async function heldTask(): Promise<{ holder: pg.Client; path: string }> {
  const { body: task } = await service.alice.post('/api/me/tasks', { title: 'Fought over' }).expect(201)
  const holder = new pg.Client({ connectionString: service.database.url })
  await holder.connect()
  await holder.query(`begin; set local role taskpact_runtime; select set_config('app.user_id', '${service.alice.id}', true)`)
  await holder.query('select from tasks where id = $1 for update', [task.id])
  return { holder, path: `/api/me/tasks/${task.id}/complete` }
}

/** As many requests as there is room for, which wait for a lock; null where they came so slowly that some were taken for a crowd's. */
async function fill(): Promise<{ holder: pg.Client; stuck: ReturnType<typeof say>[] } | null> {
  // Until the last crowd is forgotten.
  await pause(400)
  const { holder, path } = await heldTask()
  const stuck = Array.from({ length: room }, () => say(requestOf('PATCH', path, `Idempotency-Key: ${randomUUID()}\r\n`)))
  const waiting = async (): Promise<number> =>
    (await service.database.query("select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")).length
  for (;;) {
    if ((await waiting()) === room) return { holder, stuck }
    if (stuck.some(({ received }) => received() !== '')) break
    await pause(10)
  }
  await holder.end()
  return null
}

/** Does something while as many requests as there is room for are being worked on. */
async function whileFull(work: () => Promise<void>): Promise<void> {
  let filled = await fill()
  for (let tries = 1; !filled && tries < 10; tries += 1) filled = await fill()
  if (!filled) throw new Error('this machine is too slow to send so few requests at once')
  try {
    await work()
  } finally {
    await filled.holder.end()
  }
  for (const { received } of filled.stuck) await expect.poll(received, { timeout: 10_000 }).toMatch(/^HTTP\/1\.1 (200|503) /)
}

describe('with as many requests in flight as there is room for', () => {
  test('503: another one, before its token is looked at, with when to come back', () =>
    whileFull(async () => {
      const { headers, body } = await service.anyone.get('/api/me/tasks').expect(503)
      expect(headers['retry-after']).toMatch(/^[1-9]\d*$/)
      expect(headers['content-type']).toBe('application/problem+json')
      expect(body).toMatchObject({ type: '/docs/problems/unavailable', status: 503 })
    }))

  test('200: liveness and readiness all the same', () =>
    whileFull(async () => {
      await service.anyone.get('/health/live').expect(200)
      await service.anyone.get('/health/ready').expect(200)
    }))

  test('503: a tool, as the JSON-RPC that its client understands', () =>
    whileFull(async () => {
      const { headers, body } = await service.anyone.post('/mcp', { jsonrpc: '2.0', id: 1, method: 'tools/list' }).expect(503)
      expect(headers['retry-after']).toMatch(/^[1-9]\d*$/)
      expect(headers['content-type']).toBe('application/json')
      expect(body).toMatchObject({ jsonrpc: '2.0', id: null, error: { code: -32_000, data: { type: '/docs/problems/unavailable', status: 503 } } })
    }))

  test('503: any other path that begins like theirs', () =>
    whileFull(async () => {
      for (const path of ['/health/', '/health/ready/', '/health/else', '/health/live?%ZZ']) await service.anyone.get(path).expect(503)
    }))

  test('503: one that comes back at once is not read before its time', () =>
    whileFull(async () => {
      const { socket, received } = say(requestOf('GET', '/api/me'))
      await expect.poll(received, { interval: 5 }).toMatch(/^HTTP\/1\.1 503 /)
      for (let count = 0; count < 3; count += 1) socket.write(requestOf('GET', '/api/me'))
      // What is asked on another connection is answered meanwhile.
      await service.anyone.get('/api/me').expect(503)
      expect(received().match(/HTTP\/1\.1/g)).toHaveLength(1)
    }))

  test('200: once there is room again, for refused clients on the same connection', async () => {
    let refused: ReturnType<typeof say> | undefined
    await whileFull(async () => {
      refused = say(requestOf('GET', '/api/me'))
      await expect.poll(refused.received, { interval: 5 }).toMatch(/^HTTP\/1\.1 503 /)
      refused.socket.write(requestOf('GET', '/api/me'))
    })
    await expect.poll(() => refused?.received(), { timeout: 10_000 }).toMatch(/HTTP\/1\.1 200 /)
  })
})

describe('a crowd', () => {
  /** So many requests at once, that wait for a lock; with what has come back of each. */
  const crowd = (count: number, path: string) => {
    const all = Array.from({ length: count }, () => say(requestOf('PATCH', path, `Idempotency-Key: ${randomUUID()}\r\n`)))
    return { answers: () => all.map(({ received }) => received()) }
  }
  const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1])
  const statusesOf = (answers: string[]): Record<number, number> => countStatuses(answers.map(statusOf))

  test('200: more than half of the room, however long it lasts', async () => {
    const { holder, path } = await heldTask()
    // Longer than a moment.
    const first = crowd(room / 2 + 1, path)
    await pause(800)
    const another = say(requestOf('PATCH', path))
    await pause(100)
    expect([...first.answers(), another.received()]).toEqual(Array.from({ length: room / 2 + 2 }, () => ''))
    await holder.end()
    await expect.poll(() => statusesOf([...first.answers(), another.received()]), { timeout: 10_000 }).toEqual({ 200: room / 2 + 2 })
  })

  /** How many of some are refused, a moment after many others were, who have not been listened to since. */
  const refusedAfterMany = async (): Promise<number> => {
    await whileFull(async () => {
      const many = Array.from({ length: room * 3 }, () => say(requestOf('GET', '/api/me')))
      for (const { received } of many) await expect.poll(received, { interval: 5 }).toMatch(/^HTTP\/1\.1 503 /)
    })
    // Longer than a refusal is remembered by itself.
    await pause(300)
    const { holder, path } = await heldTask()
    const some = crowd(room - 2, path)
    await pause(200)
    const { 503: refused = 0 } = statusesOf(some.answers())
    await holder.end()
    return refused
  }

  test('503: more than half of the room, as long as those who were refused are not let back', async () => {
    let refused = 0
    // They are, after a second, which is over soon on a slow machine.
    for (let tries = 0; tries < 5 && refused === 0; tries += 1) refused = await refusedAfterMany()
    expect(refused).toBeGreaterThan(0)
  })
})

describe('with slow clients', () => {
  test('200: they send their bodies byte by byte', async () => {
    const slow = Array.from({ length: room * 5 }, () => say(`${creationOf('{"title":"Slow"}')}{"ti`))
    await expect.poll(() => slow.every(({ socket }) => socket.bytesWritten > 0)).toBe(true)
    for (let count = 0; count < 20; count += 1) await service.alice.get('/api/me').expect(200)
    for (const { socket } of slow) socket.write('tle":"Slow"}')
    for (const { received } of slow) await expect.poll(received).toMatch(/^HTTP\/1\.1 201 /)
  })

  test('503: more of them from one address than its share, which leaves others a quarter of ten times the room', async () => {
    const slow = Array.from({ length: room * 8 }, () => say(`${creationOf('{"title":"Slow"}')}{"ti`))
    await expect.poll(async () => (await service.alice.get('/api/me')).status, { interval: 5 }).toBe(503)
    for (const { socket } of slow.splice(0)) socket.destroy()
    await expect.poll(async () => (await service.alice.get('/api/me')).status, { timeout: 10_000 }).toBe(200)
  })

  test('200: they do not read what they asked for', async () => {
    // More than the system keeps for them, so that it has to wait in the service.
    const owner = new pg.Client({ connectionString: service.database.url })
    await owner.connect()
    await owner.query(`begin; set local role taskpact_runtime; select set_config('app.user_id', '${service.bob.id}', true)`)
    const columns = "(user_id, title, description) select caller_id(), 'Long', repeat('\u{1f600}', 1000) from generate_series(1, 1000)"
    await owner.query(`insert into tasks ${columns}; commit`)
    await owner.end()
    const ask = requestOf('GET', '/api/me/tasks?limit=1000').replace(service.alice.token, service.bob.token)
    const slow: Socket[] = []
    for (let count = 0; count < room + 4; count += 1) {
      const { socket } = say(ask)
      slow.push(socket.pause())
      await expect.poll(async () => (await service.alice.get('/api/me')).status, { interval: 5 }).toBe(200)
    }
    for (let count = 0; count < 20; count += 1) await service.alice.get('/api/me').expect(200)
    // They wait indeed: what they asked for is still to come.
    for (const socket of slow) expect(socket.bytesRead).toBeLessThan(1_000_000)
    const [first] = slow
    let length = 0
    first?.on('data', (text: string) => (length += text.length)).resume()
    await expect.poll(() => length).toBeGreaterThan(1_000_000)
  })
})

describe('with clients who do not wait for their responses', () => {
  const many = (count: number): string => Array.from({ length: count }, (_, index) => requestOf('GET', `/api/me?nth=${index}`)).join('')
  const statuses = (text: string): string[] => text.match(/HTTP\/1\.1 \d+/g) ?? []

  test('200: each is answered, in turn, and takes one place', async () => {
    const { received } = say(many(60))
    for (let count = 0; count < 20; count += 1) await service.alice.get('/api/me').expect(200)
    await expect.poll(() => statuses(received()).length, { timeout: 10_000 }).toBe(60)
    expect(new Set(statuses(received()))).toEqual(new Set(['HTTP/1.1 200']))
  })

  test('201 and 200: in the order in which they were sent', async () => {
    const body = '{"title":"Pipelined"}'
    const { received } = say(`${creationOf(body)}${body}${requestOf('GET', '/nowhere')}${requestOf('GET', '/api/me')}`)
    await expect.poll(() => statuses(received())).toEqual(['HTTP/1.1 201', 'HTTP/1.1 404', 'HTTP/1.1 200'])
  })

  test('200: for others, when they have gone away without a word', async () => {
    for (let count = 0; count < room * 20; count += 1) {
      const { socket } = say(many(50))
      await new Promise((done) => socket.once('connect', done))
      await pause(2)
      socket.destroy()
    }
    await expect.poll(async () => (await service.alice.get('/api/me')).status, { timeout: 10_000 }).toBe(200)
    for (let count = 0; count < 20; count += 1) await service.alice.get('/api/me').expect(200)
  })
})
