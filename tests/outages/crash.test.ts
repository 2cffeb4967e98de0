import { randomUUID } from 'node:crypto'
import { expect, inject, test } from 'vitest'
import { compare, crash } from '../../scripts/chaos/crash.ts'
import { startProgram } from '../../scripts/support/service.ts'
import { eventually } from '../support/outages.ts'
import { Proxy } from '../support/proxy.ts'
import { clientOf, secret, testService } from '../support/service.ts'
import type { Client } from '../support/service.ts'

const service = testService()

// At once, as most of it is waiting for programs that start.
test.concurrent(
  '2xx: no acknowledged write is lost and none is done twice, though the service and its database are killed',
  async () => {
    const reports = await crash(2, () => undefined)
    expect(reports).toEqual([
      { what: 'service', kills: 2, acknowledged: expect.any(Number), lost: 0, doubled: 0, unexpected: 0, medianOutage: expect.any(Number) },
      { what: 'database', kills: 2, acknowledged: expect.any(Number), lost: 0, doubled: 0, unexpected: 0, medianOutage: expect.any(Number) },
    ])
    for (const { acknowledged } of reports) expect(acknowledged).toBeGreaterThan(40)
  },
  120_000,
)

type Case = [what: string, request: (who: Client) => ReturnType<Client['post']>, kept: string]

const carol = { email: 'carol@example.com', password: 'long enough', name: 'Carol' }

test.concurrent.each<Case>([
  ['a task', (who) => who.post('/api/me/tasks', { title: 'once' }), "select id from tasks where title = 'once'"],
  ['an account', (who) => who.post('/api/auth/register', carol), `select id from users where email = '${carol.email}'`],
])('201: %s that was kept by a process that was killed before it could say so', { timeout: 60_000 }, async (_, request, kept) => {
  const headers = { 'Authorization': `Bearer ${service.alice.token}`, 'Idempotency-Key': randomUUID() }
  const howMany = async (): Promise<number> => (await service.database.superuser(kept)).length
  const proxy = await Proxy.to(service.database.serviceUrl)
  const environment = { BETTER_AUTH_SECRET: secret, PREPARED_STATEMENTS: inject('poolerPort') === null ? 'on' : 'off' }
  const program = await startProgram({ databaseUrl: proxy.url, environment })
  try {
    proxy.holdAt('database', 'COMMIT\0')
    const lost = expect(request(clientOf(program.url, headers))).rejects.toThrow(/socket hang up|ECONNRESET/)
    await eventually(async () => expect(await howMany()).toBe(1))
    program.child.kill('SIGKILL')
    await lost
  } finally {
    program.child.kill('SIGKILL')
    await program.exited
    await proxy.close()
  }
  const { body, headers: given } = await request(clientOf(service.url, headers)).expect(201)
  expect(given['idempotency-replayed']).toBe('true')
  expect(given['location']).toMatch(new RegExp(`/${body.id ?? body.user.id}$`))
  expect(await howMany()).toBe(1)
})

test('2xx: a write that is missing, undone or there twice would be noticed', () => {
  const written = [1, 2, 3, 4].map((id) => ({ id, title: `task ${id}`, completed: true }))
  const kept = [
    { id: 1, title: 'task 1', completed: true },
    { id: 2, title: 'task 2', completed: false },
    { id: 3, title: 'task 3', completed: true },
    { id: 5, title: 'task 3', completed: true },
  ]
  expect(compare(written, kept)).toEqual({ lost: 1, doubled: 2 })
})
