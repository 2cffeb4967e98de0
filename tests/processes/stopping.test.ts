import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import pg from 'pg'
import { describe, test as base } from 'vitest'
import type { ExpectStatic } from 'vitest'
import { startProgram } from '../../scripts/support/service.ts'
import type { Program } from '../../scripts/support/service.ts'
import { createDatabase } from '../support/database.ts'
import { lastingPort } from '../support/ports.ts'
import { program as built } from '../support/program.ts'
import { clientOf, secret, testService } from '../support/service.ts'
import { titlesOf } from '../support/outages.ts'

const service = testService()

/** Starts the real program on the test's database, so that alice's token is good there too. */
type Start = (port?: number) => Promise<Program>

// Most of it is waiting, and each test has processes of its own: they run at the same time.
const test = base.extend<{ start: Start }>({
  start: async ({}, use) => {
    const programs: Program[] = []
    await use(async (port = 0) => {
      const environment = { BETTER_AUTH_SECRET: secret }
      const program = await startProgram({ program: built, databaseUrl: service.database.url, port, environment })
      programs.push(program)
      return program
    })
    for (const { child, exited } of programs) {
      child.kill('SIGKILL')
      await exited
    }
  },
})

/** How many tasks alice has with a title. */
const tasksTitled = async (title: string): Promise<number> => (await titlesOf(service.alice)).filter((kept) => kept === title).length

/** A connection that is kept, with what has come back on it. */
type Line = { socket: Socket; received: () => string; ended: Promise<void> }

async function dial({ port }: Program): Promise<Line> {
  const socket = connect(port, '127.0.0.1')
  let received = ''
  socket.setEncoding('utf8').on('data', (text: string) => (received += text))
  const ended = new Promise<void>((done) => void socket.once('close', () => done()))
  await once(socket, 'connect')
  socket.on('error', () => undefined)
  return { socket, received: () => received, ended }
}

const get = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`

/** A request to create a task, in two halves. */
function creation(title: string): [string, string] {
  const body = JSON.stringify({ title })
  const headers = `Host: localhost\r\nAuthorization: Bearer ${service.alice.token}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}`
  return [`POST /api/me/tasks HTTP/1.1\r\n${headers}\r\n\r\n${body.slice(0, 5)}`, body.slice(5)]
}

const answers = (expect: ExpectStatic, line: Line, pattern: RegExp): Promise<void> =>
  expect.poll(line.received, { interval: 10, timeout: 20_000 }).toMatch(pattern)

/** Waits until nothing new is taken. */
const untilRefused = (expect: ExpectStatic, program: Program): Promise<void> => expect.poll(() => takes(program), { interval: 10, timeout: 20_000 }).toBe(false)

async function takes(program: Program): Promise<boolean> {
  try {
    const { socket } = await dial(program)
    socket.destroy()
    return true
  } catch {
    return false
  }
}

describe.concurrent('a rolling restart of two processes under load', () => {
  /** A client that keeps its connection, and turns to the other process where one takes no connection. Nothing else is tried again. */
  async function drive(ports: number[], first: number, over: () => boolean, tally: Map<string, number>): Promise<void> {
    const agents = ports.map(() => new Agent({ keepAlive: true, maxSockets: 1 }))
    const ask = (at: number): Promise<string> =>
      new Promise((done) => {
        const options = { host: '127.0.0.1', port: ports[at], path: '/api/me/tasks', method: 'POST', agent: agents[at] }
        const headers = { 'Authorization': `Bearer ${service.alice.token}`, 'Content-Type': 'application/json' }
        const sent = request({ ...options, headers }, (response) => {
          response
            .resume()
            .on('end', () => done(String(response.statusCode)))
            .on('error', () => done('cut short'))
        })
        sent.on('error', (error: NodeJS.ErrnoException) => done(error.code ?? error.message))
        sent.end(JSON.stringify({ title: 'Rolled' }))
      })
    for (let at = first; !over();) {
      const outcome = await ask(at)
      tally.set(outcome, (tally.get(outcome) ?? 0) + 1)
      if (outcome === 'ECONNREFUSED') at = 1 - at
    }
    for (const agent of agents) agent.destroy()
  }

  test('201: every request, though each process is stopped and started', { timeout: 180_000 }, async ({ start, expect }) => {
    const ports = [await lastingPort(), await lastingPort()]
    const running = await Promise.all(ports.map(start))
    const tally = new Map<string, number>()
    let over = false
    const clients = Promise.all(Array.from({ length: 8 }, (_, index) => drive(ports, index % 2, () => over, tally)))
    const soFar = (): number => tally.get('201') ?? 0
    const goesOn = async (): Promise<void> => {
      const before = soFar()
      await expect.poll(soFar, { timeout: 60_000 }).toBeGreaterThan(before + 50)
    }
    for (const at of [0, 1]) {
      await goesOn()
      const program = running[at]
      if (!program) throw new Error('there are two')
      program.child.kill('SIGTERM')
      expect(await program.exited).toEqual({ status: 0, signal: null })
      running[at] = await start(program.port)
    }
    await goesOn()
    over = true
    await clients
    const { ECONNREFUSED: turnedAway = 0, 201: created = 0, ...lost } = Object.fromEntries(tally)
    expect(lost).toEqual({})
    // Some were turned away, or it would show nothing.
    expect(turnedAway).toBeGreaterThan(0)
    expect(await tasksTitled('Rolled')).toBe(created)
  })
})

describe.concurrent('SIGTERM', { timeout: 120_000 }, () => {
  // Longest first.
  test('408: a request that never ends does not keep it from ending', async ({ start, expect }) => {
    const program = await start()
    const stuck = await dial(program)
    stuck.socket.write(creation('Never said')[0])
    program.child.kill('SIGTERM')
    // By itself: what is left after 20 seconds is cut off, unanswered.
    await stuck.ended
    expect(stuck.received()).toMatch(/^HTTP\/1\.1 408 /)
    expect(await program.exited).toEqual({ status: 0, signal: null })
    expect(await tasksTitled('Never said')).toBe(0)
  })

  test('503: readiness on a connection that is open, while liveness is 200 and no new one is taken', async ({ start, expect }) => {
    const program = await start()
    const [ready, live, busy] = [await dial(program), await dial(program), await dial(program)]
    const [head, tail] = creation('Half said')
    busy.socket.write(head)
    program.child.kill('SIGTERM')
    await untilRefused(expect, program)
    ready.socket.write(get('/health/ready'))
    live.socket.write(get('/health/live'))
    await answers(expect, ready, /^HTTP\/1\.1 503 [^]*\r\nConnection: close\r\n/i)
    await answers(expect, live, /^HTTP\/1\.1 200 /)
    busy.socket.write(tail)
    await answers(expect, busy, /^HTTP\/1\.1 201 /)
    expect(await program.exited).toEqual({ status: 0, signal: null })
    expect(await tasksTitled('Half said')).toBe(1)
  })

  test('200: on connections that nobody had looked at yet when the signal came', async ({ start, expect }) => {
    const program = await start()
    // While it cannot run, the system takes connections on its behalf.
    program.child.kill('SIGSTOP')
    const lines = await Promise.all(Array.from({ length: 50 }, () => dial(program)))
    for (const { socket } of lines) socket.write(get('/health/live'))
    program.child.kill('SIGTERM')
    program.child.kill('SIGCONT')
    for (const line of lines) await answers(expect, line, /^HTTP\/1\.1 200 /)
    expect(await program.exited).toEqual({ status: 0, signal: null })
  })

  test('200: with nothing to wait for it ends, with status 0', async ({ start, expect }) => {
    const program = await start()
    await clientOf(program.url, {}).get('/health/ready').expect(200)
    program.child.kill('SIGTERM')
    expect(await program.exited).toEqual({ status: 0, signal: null })
  })

  test.for([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const)('while it waits for the database to be migrated, %s ends it, also as process 1 of a container', async ([signal, status], { expect }) => {
    const database = await createDatabase()
    const migrating = new pg.Client({ connectionString: database.url })
    await migrating.connect()
    // The lock of another process that migrates.
    await migrating.query('begin; select pg_advisory_xact_lock(7225843106)')
    const env = { ...process.env, PORT: '0', DATABASE_URL: database.url, BETTER_AUTH_SECRET: secret }
    const child = spawn(process.execPath, built, { cwd: tmpdir(), env, stdio: 'ignore' })
    const waits = "select from pg_stat_activity where application_name = 'taskpact migrate' and datname = current_database()"
    await expect.poll(() => database.superuser(waits), { interval: 50, timeout: 60_000 }).toHaveLength(1)
    child.kill(signal)
    // By a signal that nobody listens to it would end as well, but not where it is process 1.
    expect(await once(child, 'exit')).toEqual([status, null])
    await migrating.end()
    await database.drop()
  })

  test.for(['SIGTERM', 'SIGINT'] as const)('200: a second signal (%s) ends it at once', async (second, { start, expect }) => {
    const program = await start()
    const busy = await dial(program)
    busy.socket.write(creation('Cut off')[0])
    program.child.kill('SIGTERM')
    await untilRefused(expect, program)
    expect(program.child.exitCode).toBeNull()
    program.child.kill(second)
    // The first signal alone would have it wait for the request, which nobody ends.
    expect(await program.exited).toEqual({ status: 130, signal: null })
    expect(busy.received()).toBe('')
  })
})
