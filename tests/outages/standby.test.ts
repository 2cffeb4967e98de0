import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startService } from '../../src/server.ts'
import type { RunningService } from '../../src/server.ts'
import { escapedErrors, eventually, titlesOf } from '../support/outages.ts'
import { Proxy } from '../support/proxy.ts'
import { startReplicated } from '../support/replicated.ts'
import type { Replicated } from '../support/replicated.ts'
import { clientOf, settingsFor } from '../support/service.ts'
import type { Client } from '../support/service.ts'

const escaped = escapedErrors()

let databases: Replicated
let proxy: Proxy
let running: RunningService
let alice: Client

beforeAll(async () => {
  databases = await startReplicated(1, 0)
  proxy = await Proxy.to(databases.proxy.url)
  running = await startService(settingsFor(proxy.url), pino({ level: 'silent' }))
  const { body } = await clientOf(running.url, {})
    .post('/api/auth/register', { email: 'alice@example.com', password: 'long enough', name: 'Alice' })
    .expect(201)
  alice = clientOf(running.url, { Authorization: `Bearer ${body.token}` })
})

afterAll(async () => {
  await running.stop(true)
  await proxy.close()
  await databases.stop()
  expect(escaped).toEqual([])
})

/** Has new connections lead to another server. Those that are open stay. */
const leadTo = ({ url }: Proxy): void => proxy.retarget(url)

test('503 with Retry-After: a write while connections lead to a standby, and 201 once new ones lead to the primary', async () => {
  await alice.post('/api/me/tasks', { title: 'before' }).expect(201)
  const [standby] = databases.replicas
  if (!standby) throw new Error('there is no standby')
  leadTo(standby.proxy)
  proxy.reset()
  // It answers reads, once it has what is to be read.
  await eventually(async () => expect((await alice.get('/api/me/tasks')).body).toHaveLength(1))
  const { status, headers, body } = await alice.post('/api/me/tasks', { title: 'refused' })
  expect({ status, type: body.type, retryAfter: headers['retry-after'] }).toEqual({
    status: 503,
    type: '/docs/problems/unavailable',
    retryAfter: expect.stringMatching(/^[1-9]\d*$/),
  })
  expect(body.detail).toMatch(/Nothing was changed/)
  leadTo(databases.proxy)
  await eventually(async () => expect((await alice.post('/api/me/tasks', { title: 'after' })).status).toBe(201))
  expect(await titlesOf(alice)).not.toContain('refused')
})
