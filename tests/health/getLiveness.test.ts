import { describe, expect } from 'vitest'
import { testsOf } from '../support/operation-tests.ts'
import { testService } from '../support/service.ts'
import { withDatabaseGone } from '../support/database-gone.ts'

const test = testsOf('getLiveness')
const service = testService()

describe('getLiveness', () => {
  test('200: alive', async () => {
    const { body } = await service.anyone.get('/health/live').expect(200)
    expect(body).toEqual({ status: 'ok' })
  })

  test('200: whatever the Authorization header says', async () => {
    await service.client({ Authorization: 'Bearer nonsense' }).get('/health/live').expect(200)
  })

  test('200: alive when the database is gone', async () => {
    await withDatabaseGone(async (anyone) => {
      await anyone.get('/health/live').expect(200, { status: 'ok' })
    })
  })

  test('400: a query that is no text', async () => {
    const { body } = await service.anyone.get('/health/live?%ZZ').expect(400)
    expect(body).toMatchObject({ type: '/docs/problems/invalid-request', status: 400, instance: '/health/live' })
  })
})
