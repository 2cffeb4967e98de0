import { describe, expect } from 'vitest'
import { testsOf } from '../support/operation-tests.ts'
import { testService } from '../support/service.ts'
import { withDatabaseGone } from '../support/database-gone.ts'

const test = testsOf('getReadiness')
const service = testService()

describe('getReadiness', () => {
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
