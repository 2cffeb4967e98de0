import pg from 'pg'
import { describe, expect, vi } from 'vitest'
import { testsOf } from '../support/operation-tests.ts'
import { eventually } from '../support/outages.ts'
import { testService } from '../support/service.ts'
import { countStatuses } from '../support/statuses.ts'
import { withDatabaseGone } from '../support/database-gone.ts'

const test = testsOf('getReadiness')
const service = testService()

describe('getReadiness', () => {
  test('200: ready', async () => {
    const { body } = await service.anyone.get('/health/ready').expect(200)
    expect(body).toEqual({ status: 'ok' })
  })

  test('503: once the database is gone', async () => {
    await withDatabaseGone(async (anyone) => {
      // A pooler keeps its connections, so that the last answer counts for its second.
      await eventually(async () => expect((await anyone.get('/health/ready')).status).toBe(503))
      const { body, headers } = await anyone.get('/health/ready').expect(503)
      expect(headers['retry-after']).toMatch(/^\d+$/)
      expect(body).toMatchObject({ type: '/docs/problems/unavailable', message: body.detail })
    })
  })

  test('200: 150 at once ask the database once between them', async () => {
    const probes = vi.spyOn(pg.Client.prototype, 'connect')
    try {
      const answers = await Promise.all(Array.from({ length: 150 }, () => service.anyone.get('/health/ready')))
      expect(countStatuses(answers)).toEqual({ 200: 150 })
      // A probe that a busy machine is late with is repeated, and the service itself may connect.
      expect(probes.mock.calls.length).toBeLessThanOrEqual(10)
    } finally {
      probes.mockRestore()
    }
  })

  test('400: a query that is no text', async () => {
    await service.anyone.get('/health/ready?%ZZ').expect(400)
  })
})
