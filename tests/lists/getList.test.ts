import { beforeAll, describe, expect } from 'vitest'
import { createList } from '../support/lists.ts'
import type { List } from '../support/lists.ts'
import { testsOf } from '../support/operation-tests.ts'
import { testService } from '../support/service.ts'
import { createTask, greatestId, nonIds } from '../support/tasks.ts'

const test = testsOf('getList')
const service = testService()

describe('getList', () => {
  let list: List
  beforeAll(async () => void (list = await createList(service.alice, { color: '#4a90d9' })))

  test('200: the list as it was created', async () => {
    const { body } = await service.alice.get(`/api/me/lists/${list.id}`).expect(200)
    expect(body).toEqual(list)
  })

  test('200: the same ETag whatever is put into it, and another one after a change', async () => {
    const path = `/api/me/lists/${(await createList(service.alice)).id}`
    const {
      body: { id },
      headers: { etag },
    } = await service.alice.get(path).expect(200)
    await createTask(service.alice, { list_id: id })
    expect((await service.alice.get(path).expect(200)).headers['etag']).toBe(etag)
    await service.alice.patch(path, { name: 'Work' }).expect(200)
    expect((await service.alice.get(path).expect(200)).headers['etag']).not.toBe(etag)
  })

  test.each(nonIds)('400: the id %s', async (id) => {
    const { body } = await service.alice.get(`/api/me/lists/${id}`).expect(400)
    expect(body.errors).toEqual([{ parameter: 'id', detail: expect.any(String) }])
  })

  test("404: another user's list", async () => {
    const { body } = await service.bob.get(`/api/me/lists/${list.id}`).expect(404)
    expect(body).toMatchObject({ type: '/docs/problems/not-found', detail: 'You have no such list.', message: body.detail })
  })

  test('404: the greatest id there can be', async () => {
    await service.alice.get(`/api/me/lists/${greatestId}`).expect(404)
  })
})
