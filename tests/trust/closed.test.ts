import { pino } from 'pino'
import { describe, expect, onTestFinished, test } from 'vitest'
import { startService } from '../../src/server.ts'
import { frontEndUser } from '../support/front-end.ts'
import { clientOf, settingsFor, testService } from '../support/service.ts'
import type { Client } from '../support/service.ts'

const token = 'a-token-for-those-who-collect'

describe('OWN_ACCOUNTS=off', () => {
  const service = testService({ settings: { ownAccounts: false } })

  test.each(['register', 'login', 'refresh', 'logout', 'forgot-password', 'reset-password', 'verify-email', 'anything'])(
    '404: /api/auth/%s, which says who keeps accounts',
    async (name) => {
      for (const path of [`/api/auth/${name}`, `/api/%61uth/${name}`]) {
        const { body } = await service.anyone.post(path, { email: 'carol@example.com', password: 'correct horse', name: 'Carol' }).expect(404)
        expect(body).toMatchObject({
          type: '/docs/problems/not-found',
          detail: expect.stringMatching(/^Accounts are kept by the front end's Better Auth server\./),
        })
      }
    },
  )

  test("200: a front end's user", async () => {
    await frontEndUser(service, 'carol-at-the-front-end').get('/api/me/tasks').expect(200)
  })
})

describe('OWN_ACCOUNTS=off, on a database where people have registered', () => {
  const before = testService()

  test.each([
    ['tasks', (alice: Client) => alice.get('/api/me/tasks')],
    ['an account', (alice: Client) => alice.delete('/api/me')],
    ['tools', (alice: Client) => alice.post('/mcp', { jsonrpc: '2.0', id: 1, method: 'tools/list' })],
  ])('401: %s, with a token from before', async (_, ask) => {
    const running = await startService({ ...settingsFor(before.database.serviceUrl), ownAccounts: false }, pino({ level: 'silent' }))
    onTestFinished(() => running.stop(true))
    const { body } = await ask(clientOf(running.url, { Authorization: `Bearer ${before.alice.token}` })).expect(401)
    // Over MCP, the problem is inside an error of the protocol.
    expect(body.error?.data ?? body).toMatchObject({
      type: '/docs/problems/unauthenticated',
      detail: expect.stringMatching(/^Accounts are kept by the front end's Better Auth server\./),
    })
    // With own accounts, it is valid still.
    await before.alice.get('/api/me').expect(200)
  })
})

describe('METRICS_TOKEN', () => {
  const service = testService({ settings: { metrics: { port: null, token } } })

  test('200: with it', async () => {
    const { text } = await service
      .client({ Authorization: `Bearer ${token}` })
      .get('/metrics')
      .expect(200)
    expect(text).toContain('taskpact_requests_total')
  })

  test('401: without it, and with others', async () => {
    const { headers } = await service.anyone.get('/metrics').expect(401)
    expect(headers['www-authenticate']).toBe('Bearer realm="taskpact"')
    await service.alice.get('/metrics').expect(401)
    await service.alice.get('/metrics/').expect(401)
    await service.client({ Authorization: token }).get('/metrics').expect(401)
  })
})

describe('METRICS_PORT', () => {
  const service = testService({ settings: { metrics: { port: 0, token } } })
  const fetchMetrics = (path: string, given = token): Promise<Response> =>
    fetch(new URL(path, service.running.metricsUrl ?? ''), { headers: { Authorization: `Bearer ${given}` } })

  test('404: on the port of the service', async () => {
    await service
      .client({ Authorization: `Bearer ${token}` })
      .get('/metrics')
      .expect(404)
    await service.alice.get('/api/me').expect(200)
  })

  test('200: on its own, with the token where there is one, and nothing else there', async () => {
    const response = await fetchMetrics('/metrics')
    expect(response.status).toBe(200)
    expect(await response.text()).toContain('taskpact_database_connections')
    expect((await fetchMetrics('/metrics', 'another')).status).toBe(401)
    expect((await fetchMetrics('/api/me/tasks')).status).toBe(404)
  })
})
