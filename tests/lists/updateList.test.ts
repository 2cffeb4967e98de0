import { beforeEach, describe, expect } from 'vitest'
import { expectMismatch, expectReplayed } from '../support/idempotency.ts'
import { acceptedFields, createList, refusedFields } from '../support/lists.ts'
import type { List } from '../support/lists.ts'
import { testsOf } from '../support/operation-tests.ts'
import { testService } from '../support/service.ts'
import { greatestId, nonIds, readOnly } from '../support/tasks.ts'

const test = testsOf('updateList')
const service = testService()

describe('updateList', () => {
  let list: List
  let path: string
  beforeEach(async () => {
    list = await createList(service.alice, { color: '#4a90d9' })
    path = `/api/me/lists/${list.id}`
  })
  const listNow = async (): Promise<List> => (await service.alice.get(path).expect(200)).body
  const byItself = ({ updated_at }: List): Partial<List> => ({ updated_at, version: 2 })

  test.each(acceptedFields)('200: %s, and the rest stays as it is', async (_, fields) => {
    const { body } = await service.alice.patch(path, fields).expect(200)
    expect(body).toEqual({ ...list, ...fields, ...byItself(body) })
    expect(await listNow()).toEqual(body)
  })

  test.each(Object.entries(readOnly))('200: %s in the body has no effect', async (field, value) => {
    const { body } = await service.alice.patch(path, { name: 'Work', [field]: value }).expect(200)
    expect(body).toEqual({ ...list, name: 'Work', ...byItself(body) })
  })

  test('200: it has not changed since, and If-Match is its ETag', async () => {
    const {
      headers: { etag = '' },
    } = await service.alice.get(path).expect(200)
    const { headers } = await service.alice.patch(path, { name: 'Work' }).set('If-Match', etag).expect(200)
    expect(headers['etag']).not.toBe(etag)
    expect((await service.alice.get(path).expect(200)).headers['etag']).toBe(headers['etag'])
  })

  test('200: the same answer again for the same Idempotency-Key', async () => {
    const { body } = await expectReplayed(() => service.alice.patch(path, { name: 'Work' }))
    expect(await listNow()).toEqual(body)
  })

  test.each(refusedFields)('400: %s', async (_, json, pointer, detail) => {
    const { body } = await service.alice.patch(path).type('application/json').send(`{${json}}`).expect(400)
    expect(body.errors).toContainEqual({ pointer, detail })
    expect(await listNow()).toEqual(list)
  })

  test.each(nonIds)('400: the id %s', async (id) => {
    const { body } = await service.alice.patch(`/api/me/lists/${id}`, { name: 'Work' }).expect(400)
    expect(body.errors).toEqual([{ parameter: 'id', detail: expect.any(String) }])
  })

  test("404: another user's list, whatever If-Match is, and it stays as it is", async () => {
    const {
      headers: { etag = '' },
    } = await service.alice.get(path).expect(200)
    await service.bob.patch(path, { name: 'Work' }).expect(404)
    for (const ifMatch of [etag, '"other"', '*']) await service.bob.patch(path, { name: 'Work' }).set('If-Match', ifMatch).expect(404)
    expect(await listNow()).toEqual(list)
  })

  test('404: the greatest id there can be', async () => {
    await service.alice.patch(`/api/me/lists/${greatestId}`, { name: 'Work' }).expect(404)
  })

  test('412: it has changed since, and stays as it is', async () => {
    const {
      headers: { etag = '' },
    } = await service.alice.get(path).expect(200)
    const changed = await service.alice.patch(path, { name: 'Work' }).expect(200)
    const { body, headers } = await service.alice.patch(path, { name: 'Play' }).set('If-Match', etag).expect(412)
    expect(body).toMatchObject({ detail: 'The list was modified since you read it. Fetch it and decide again.' })
    expect(headers['etag']).toBe(changed.headers['etag'])
    expect(await listNow()).toEqual(changed.body)
  })

  test('422: an Idempotency-Key that came with another name', async () => {
    await expectMismatch(service.alice.patch(path, { name: 'Work' }), service.alice.patch(path, { name: 'Play' }))
  })
})
