// A disabled user, by each thing that says who somebody is.
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { connect } from '../../src/database/pool.ts'
import { createSessionChecks } from '../../src/execution/session-checks.ts'
import { claimDeliveries } from '../../src/generated/sql.ts'
import { startBetterAuth } from '../support/better-auth.ts'
import type { BetterAuth } from '../support/better-auth.ts'
import { openStream } from '../support/events.ts'
import { frontEndUser } from '../support/front-end.ts'
import { lettersTo, serviceWithMail, tokenIn, verificationsTo, waitForMails } from '../support/mail.ts'
import { disable, enable } from '../support/operator.ts'
import { createToken, holderOf } from '../support/personal-tokens.ts'
import { passwordOf, settingsFor } from '../support/service.ts'
import type { Client, Person } from '../support/service.ts'
import { createTask } from '../support/tasks.ts'
import { createWebhook, endpoint } from '../support/webhooks.ts'

let auth: BetterAuth
// Before the service, which is told where it is.
const settings = { authUrl: '', outboundAllowedHosts: ['127.0.0.1'] }
beforeAll(async () => {
  auth = await startBetterAuth()
  settings.authUrl = auth.url
})
afterAll(() => auth.stop())
const service = serviceWithMail(settings)

const disabled = {
  type: '/docs/problems/account-disabled',
  title: 'The account is disabled',
  status: 401,
  detail: 'This account is disabled. Ask the operator of the service.',
}

let people = 0
const newcomer = (): Promise<Person> => service.register(`disabled-${(people += 1)}`)

/** Somebody who sends a credential of each kind. */
const kinds: [kind: string, make: () => Promise<Client>][] = [
  ['a session', newcomer],
  [
    'a personal access token',
    async () => holderOf(service, await createToken(await newcomer(), ['account:read', 'changes:read', 'tasks:read', 'tasks:write'])),
  ],
  ['a token with the shared secret', () => Promise.resolve(frontEndUser(service, `disabled-${(people += 1)}`))],
  ["a token of Better Auth's", async () => service.client({ Authorization: `Bearer ${(await auth.signUp()).jwt}` })],
]

/** Requests that pass different parts of the service, and the status of each while the user is not disabled. */
const requests: [request: string, status: number, send: (who: Client) => ReturnType<Client['get']>][] = [
  ['a read', 200, (who) => who.get('/api/me')],
  ['a write', 201, (who) => who.post('/api/me/tasks', { title: 'Buy milk' })],
  ['a batch', 200, (who) => who.post('/api/me/batch', { operations: [{ operationId: 'createTask', body: { title: 'Buy milk' } }] })],
  ['an invalid request', 400, (who) => who.post('/api/me/tasks', { title: '' })],
  ["another user's path", 403, (who) => who.get('/api/1/tasks')],
  ['a stream', 200, (who) => who.get('/api/me/events')],
  ["MCP's list of tools", 200, (who) => who.post('/mcp', { jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} })],
  ['a tool', 200, (who) => who.post('/mcp', { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'list_tasks', arguments: {} } })],
]

describe.each(kinds)('%s', (_, make) => {
  test('401: every request while the user is disabled, and as before when enabled', async () => {
    const who = await make()
    const { id } = (await who.get('/api/me').expect(200)).body
    for (const [request, status, send] of requests) expect((await send(who)).status, request).toBe(status)
    await disable(service, id)
    for (const [request, , send] of requests) {
      const { status, body } = await send(who)
      // Over MCP, the problem is inside an error of the protocol.
      expect({ status, problem: body.error?.data ?? body }, request).toMatchObject({ status: 401, problem: disabled })
    }
    await enable(service, id)
    for (const [request, status, send] of requests) expect((await send(who)).status, request).toBe(status)
  })

  test('an open stream ends', async () => {
    const who = await make()
    const { id } = (await who.get('/api/me').expect(200)).body
    const { ticket } = (await who.post('/api/me/events/ticket').expect(201)).body
    const stream = await openStream(service.url, { query: { ticket } })
    expect(stream.status).toBe(200)
    await stream.until(({ blocks }) => blocks.length > 0)
    await disable(service, id)
    await stream.until(({ ended }) => ended, 15_000)
    expect(stream.changes()).toEqual([])
  })
})

describe('a stream to which nothing new comes', () => {
  test("ends at its next sign of life, with a session, a token or a front end's token", async () => {
    const connections = connect(settingsFor(service.database.serviceUrl), pino({ level: 'silent' }))
    onTestFinished(() => connections.close())
    const isActive = createSessionChecks(connections)
    const carol = await newcomer()
    const { id: tokenId } = await createToken(carol, ['tasks:read'])
    const [session] = await service.database.superuser<{ id: string }>('select id from sessions where user_id = $1', [carol.id])
    const credentials = [
      { sessionId: session?.id ?? '', tokenId: null },
      { sessionId: null, tokenId },
      { sessionId: null, tokenId: null },
    ]
    const check = () => Promise.all(credentials.map((credential) => isActive({ userId: carol.id, ...credential })))
    expect(await check()).toEqual([true, true, true])
    await disable(service, carol.id)
    expect(await check()).toEqual([false, false, false])
    await enable(service, carol.id)
    expect(await check()).toEqual([true, true, true])
  })
})

describe('a ticket', () => {
  test('401: opens no stream once the user is disabled', async () => {
    const who = await newcomer()
    const { ticket } = (await who.post('/api/me/events/ticket').expect(201)).body
    await disable(service, who.id)
    expect((await openStream(service.url, { query: { ticket } })).status).toBe(401)
  })
})

describe('signing in', () => {
  test('401: a log-in with the right password says that the account is disabled, and one with a wrong one does not', async () => {
    const who = await newcomer()
    await disable(service, who.id)
    const right = await service.anyone.post('/api/auth/login', { email: who.email, password: passwordOf(`disabled-${people}`) }).expect(401)
    expect(right.body).toMatchObject(disabled)
    const wrong = await service.anyone.post('/api/auth/login', { email: who.email, password: 'another password' }).expect(401)
    expect(wrong.body.type).toBe('/docs/problems/invalid-credentials')
  })

  test('401: a refresh, whose token is still good once the user is enabled', async () => {
    const who = await newcomer()
    await disable(service, who.id)
    const refresh = () => service.anyone.post('/api/auth/refresh', { refresh_token: who.refreshToken })
    expect((await refresh().expect(401)).body).toMatchObject(disabled)
    await enable(service, who.id)
    await refresh().expect(200)
  })

  test('204: who has forgotten the password gets no mail, and a link from before sets none', async () => {
    const who = await newcomer()
    const forget = () => service.anyone.post('/api/auth/forgot-password', { email: who.email }).expect(204)
    await forget()
    const token = tokenIn((await lettersTo(service, who.email))[0])
    await disable(service, who.id)
    await forget()
    await waitForMails(service.database)
    expect(await lettersTo(service, who.email)).toHaveLength(1)
    const reset = () => service.anyone.post('/api/auth/reset-password', { reset_token: token, password: 'a crab in a velvet hat' })
    expect((await reset().expect(400)).body.type).toBe('/docs/problems/link-refused')
    await enable(service, who.id)
    await reset().expect(204)
  })
})

describe('a link that confirms an address', () => {
  test('400: while its user is disabled, and 204 when enabled', async () => {
    const who = await newcomer()
    const verification_token = tokenIn((await verificationsTo(service, who.email))[0])
    const confirm = () => service.anyone.post('/api/auth/verify-email', { verification_token })
    await disable(service, who.id)
    expect((await confirm().expect(400)).body.type).toBe('/docs/problems/link-refused')
    await enable(service, who.id)
    await confirm().expect(204)
  })
})

describe('webhooks', () => {
  test('wait while their user is disabled, and are delivered when enabled', async () => {
    const who = await newcomer()
    const { url, received } = await endpoint()
    await createWebhook(who, { url, events: ['task.*'] })
    await createTask(who, { title: 'Before' })
    await expect.poll(() => received.length, { timeout: 30_000 }).toBe(1)
    await disable(service, who.id)
    // As a request that was on its way would leave it.
    await service.database.superuser(
      `insert into webhook_deliveries (user_id, webhook_id, event, body)
      select user_id, webhook_id, event, body from webhook_deliveries where user_id = $1`,
      [who.id],
    )
    // Whoever looks, for all users, takes none of it.
    const { text, parameters } = claimDeliveries
    const values = { users: null, most: 100, each: 100 }
    const claimed = await service.database.superuser(
      text,
      parameters.map((name) => values[name]),
    )
    expect(claimed).toEqual([])
    expect(received).toHaveLength(1)
    await enable(service, who.id)
    await createTask(who, { title: 'After' })
    await expect.poll(() => received.length, { timeout: 30_000 }).toBe(3)
  })
})
