import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Test } from 'supertest'
import { loadContract } from '../../src/contract.ts'
import type { OperationId } from '../../src/generated/operations.ts'
import { startService } from '../../src/server.ts'
import type { RunningService } from '../../src/server.ts'
import { pino } from 'pino'
import { clientOf, secret } from './service.ts'
import type { Client, TestService } from './service.ts'

/** How one operation is called: by whom, and under which path for the user. */
export type Request = (who: Client, user: string) => Test

/** The statuses that `refusesAsEverywhere` tests where an operation declares them. */
export const everywhere = [401, 403, 413, 415, 503] as const

/**
 * Tests the refusals that are the same for every operation, as far as this one declares them. A 401 of an operation without
 * a token is its own, and is tested by its own file.
 * @param request a call of the operation that would be carried out
 */
export function refusesAsEverywhere(service: TestService, id: OperationId, request: Request): void {
  const operation = loadContract().operations.find((candidate) => candidate.id === id)
  if (!operation) throw new Error(`openapi.yaml has no operation ${id}`)
  const takesBody = operation.body !== 'none'

  describe('refuses as every operation does', () => {
    if (operation.secured) {
      test('401: no token', async () => {
        const { headers, body } = await request(service.anyone, 'me').expect(401)
        expect(headers['www-authenticate']).toBe('Bearer realm="taskpact"')
        expect(body).toMatchObject({ type: '/docs/problems/unauthenticated', status: 401, message: body.detail })
      })
      test('401: a token that is not ours', async () => {
        const { headers } = await request(service.client({ Authorization: 'Bearer a.b.c' }), 'me').expect(401)
        expect(headers['www-authenticate']).toBe('Bearer realm="taskpact", error="invalid_token"')
      })
    }
    if (operation.path.includes('{user_id}')) {
      test("403: another user's path", async () => {
        const { body } = await request(service.alice, String(service.bob.id)).expect(403)
        expect(body).toMatchObject({ type: '/docs/problems/forbidden', status: 403 })
        // One front end signs its user out when it reads one of these words.
        expect(JSON.stringify(body)).not.toMatch(/token|unauthorized/i)
      })
    }
    if (takesBody) {
      test('413: a body of more than 100 KB', async () => {
        const { body } = await request(service.alice, 'me').send({ padding: 'x'.repeat(102_400) }).expect(413)
        expect(body.type).toBe('/docs/problems/body-too-large')
      })
      test('415: a body that is not JSON', async () => {
        const { body } = await request(service.alice, 'me').set('Content-Type', 'text/plain').send('{}').expect(415)
        expect(body.type).toBe('/docs/problems/unsupported-media-type')
      })
    }
    if (operation.statuses.includes(503)) withoutDatabase(service, request)
  })
}

function withoutDatabase(service: TestService, request: Request): void {
  describe('with a database that refuses connections', () => {
    let running: RunningService
    beforeAll(async () => {
      const databaseUrl = 'postgresql://nobody@127.0.0.1:1/nothing'
      const settings = { port: 0, host: '127.0.0.1', databaseUrl, secret, previousSecret: null, authUrl: null, corsOrigins: [], trustProxy: false as const }
      running = await startService(settings, pino({ level: 'silent' }))
    })
    afterAll(() => running.stop())

    test('503: the database does not answer', async () => {
      const alice = clientOf(running.url, { Authorization: `Bearer ${service.alice.token}` })
      const { headers, body } = await request(alice, 'me').expect(503)
      expect(headers['retry-after']).toMatch(/^\d+$/)
      expect(body).toMatchObject({ type: '/docs/problems/unavailable', status: 503 })
    })
  })
}
