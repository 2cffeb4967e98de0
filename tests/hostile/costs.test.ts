import { describe, expect, test } from 'vitest'
import { testService } from '../support/service.ts'

const service = testService()

describe('a body of 100 KB', () => {
  const tags = Array.from({ length: 49_000 }, () => 1)

  test('400: 49,000 wrong items are counted, not looked at', async () => {
    const { body } = await service.alice.post('/api/me/tasks', { title: 'x', tags }).expect(400)
    expect(body.errors).toEqual([{ pointer: '#/tags', detail: 'must not have more than 50 items' }])
  })

  test('400: in an operation of a batch as well', async () => {
    const { body } = await service.alice.post('/api/me/batch', { operations: [{ operationId: 'createTask', body: { title: 'x', tags } }] }).expect(400)
    expect(body.errors).toEqual([{ pointer: '#/operations/0/body/tags', detail: 'must not have more than 50 items' }])
  })
})
