import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { connect, createServer } from 'node:net'
import type { Server, Socket } from 'node:net'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterEach, expect, inject, test } from 'vitest'
import { clientOf, secret, testService } from '../support/service.ts'
import type { Client } from '../support/service.ts'

const service = testService()
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

let child: ChildProcess | null = null
let proxy: Server | null = null

afterEach(async () => {
  if (child && child.exitCode === null && child.signalCode === null) {
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  proxy?.close()
})

/**
 * Stands between a service and its database. Once a key's answer has been sent to be kept, the database's answers are held
 * back; as soon as it has said that it is committed, `onCommit` is called.
 */
async function standBefore(databaseUrl: string, onCommit: () => void): Promise<string> {
  const { port, hostname } = new URL(databaseUrl)
  const server = createServer((near) => {
    const far = connect(Number(port), hostname)
    let keeps = false
    const held: Buffer[] = []
    near.on('data', (chunk: Buffer) => {
      keeps ||= /keepIdempotentAnswer|insert into idempotency_keys/.test(chunk.toString('latin1'))
      far.write(chunk)
    })
    far.on('data', (chunk: Buffer) => {
      if (!keeps) return void near.write(chunk)
      held.push(chunk)
      if (Buffer.concat(held).includes('COMMIT\0')) onCommit()
    })
    endTogether(near, far)
  })
  proxy = server
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  const through = new URL(databaseUrl)
  through.port = String(typeof address === 'object' && address ? address.port : 0)
  return through.href
}

function endTogether(one: Socket, other: Socket): void {
  for (const [socket, peer] of [[one, other], [other, one]] as const) {
    socket.on('error', () => undefined)
    socket.on('close', () => peer.destroy())
  }
}

/** Runs the program; resolves with its address once it listens. */
async function run(databaseUrl: string): Promise<string> {
  const { PATH = '', HOME = '' } = process.env
  const prepared = inject('poolerPort') === null ? 'on' : 'off'
  const settings = { PORT: '0', LOG_LEVEL: 'silent', PREPARED_STATEMENTS: prepared }
  const env = { PATH, HOME, ...settings, DATABASE_URL: databaseUrl, BETTER_AUTH_SECRET: secret }
  const program = spawn(process.execPath, ['--import', tsx, main], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  child = program
  let out = ''
  for await (const text of program.stdout) {
    out += String(text)
    const url = /listens on +(\S+)\s/.exec(out)?.[1]
    if (url !== undefined) return url
  }
  throw new Error('it does not listen')
}

test.each<[string, (alice: Client, email: string) => ReturnType<Client['post']>]>([
  ['a task', (alice) => alice.post('/api/me/tasks', { title: 'once' })],
  ['an account', (alice, email) => alice.post('/api/auth/register', { email, password: 'long enough', name: 'Carol' })],
])('201: %s that was kept by a process that was killed before it could say so', { timeout: 60_000 }, async (_, request) => {
  const [key, email] = [randomUUID(), `${randomUUID()}@example.com`]
  let committed = false
  const url = await run(
    await standBefore(service.database.serviceUrl, () => {
      committed = true
      child?.kill('SIGKILL')
    }),
  )
  const who = (at: string): Client => clientOf(at, { 'Authorization': `Bearer ${service.alice.token}`, 'Idempotency-Key': key })
  await expect(request(who(url), email)).rejects.toThrow(/socket hang up|ECONNRESET/)
  expect(committed).toBe(true)

  const before = await counts(email)
  expect(before).toContainEqual({ count: 1 })
  const { body, headers } = await request(who(service.url), email).expect(201)
  expect(headers['idempotency-replayed']).toBe('true')
  expect(headers['location']).toMatch(new RegExp(`/${body.id ?? body.user.id}$`))
  expect(await counts(email)).toEqual(before)
})

/** How many accounts of an address and tasks of alice there are. */
const counts = (email: string): Promise<{ count: number }[]> =>
  service.database.superuser<{ count: number }>(
    'select count(*)::int from users where email = $1 union all select count(*)::int from tasks where user_id = $2',
    [email, service.alice.id],
  )
