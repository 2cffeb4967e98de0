import { describe, expect, test } from 'vitest'
import { refusesAsEverywhere } from '../shared/every-operation.ts'
import { testService } from '../support/service.ts'
import { withDatabaseGone } from '../support/database-gone.ts'

const service = testService()

describe('getReadiness', () => {
  refusesAsEverywhere(service, 'getReadiness', (who) => who.get('/health/ready'))

  test('200: ready', async () => {
    const { body } = await service.anyone.get('/health/ready').expect(200)
    expect(body).toEqual({ status: 'ok' })
  })

  test('503: from the moment the database is gone', async () => {
    await withDatabaseGone(async (anyone) => {
      const { body, headers } = await anyone.get('/health/ready').expect(503)
      expect(headers['retry-after']).toMatch(/^\d+$/)
      expect(body).toMatchObject({ type: '/docs/problems/unavailable', message: body.detail })
    })
  })

  test('400: a query that is no text', async () => {
    await service.anyone.get('/health/ready?%ZZ').expect(400)
  })
})
