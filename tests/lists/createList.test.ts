import { describe, expect } from 'vitest'
import { expectMismatch, expectReplayed } from '../support/idempotency.ts'
import { acceptedFields, createList, refusedFields } from '../support/lists.ts'
import type { List } from '../support/lists.ts'
import { testsOf } from '../support/operation-tests.ts'
import { testService } from '../support/service.ts'
import { readOnly } from '../support/tasks.ts'

const test = testsOf('createList')
const service = testService()

const listsNow = async (): Promise<List[]> => (await service.alice.get('/api/me/lists').expect(200)).body

describe('createList', () => {
  test('201: the list as it was stored, and where it is', async () => {
    const { body, headers } = await service.alice.post('/api/me/lists', { name: 'Groceries' }).expect(201)
    expect(body).toEqual({
      id: expect.any(Number),
      user_id: service.alice.id,
      name: 'Groceries',
      color: null,
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/),
      updated_at: body.created_at,
      version: 1,
    })
    expect(headers['location']).toBe(`/api/${service.alice.id}/lists/${body.id}`)
    const found = await service.alice.get(headers['location'] ?? '').expect(200)
    expect(found.body).toEqual(body)
    expect(found.headers['etag']).toBe(headers['etag'])
  })

  test.each(acceptedFields)('201: %s', async (_, fields) => {
    expect(await createList(service.alice, fields)).toMatchObject(fields)
  })

  test('201: a name that another list has', async () => {
    const first = await createList(service.alice)
    const second = await createList(service.alice)
    expect(second).toMatchObject({ name: first.name })
    expect(second.id).toBeGreaterThan(first.id)
  })

  test.each(Object.entries(readOnly))('201: %s in the body has no effect', async (field, value) => {
    expect(await createList(service.alice, { [field]: value })).not.toMatchObject({ [field]: value })
  })

  test('201: the same answer again for the same Idempotency-Key, and one list', async () => {
    const before = await listsNow()
    const { body } = await expectReplayed(() => service.alice.post('/api/me/lists', { name: 'Groceries' }))
    expect(await listsNow()).toEqual([...before, body])
  })

  test.each(refusedFields)('400: %s', async (_, json, pointer, detail) => {
    const before = await listsNow()
    const text = `{${json.startsWith('"name"') ? '' : '"name": "Groceries", '}${json}}`
    const { body } = await service.alice.post('/api/me/lists').type('application/json').send(text).expect(400)
    expect(body.errors).toContainEqual({ pointer, detail })
    expect(await listsNow()).toEqual(before)
  })

  test('400: no name', async () => {
    const { body } = await service.alice.post('/api/me/lists', { color: '#4a90d9' }).expect(400)
    expect(body.errors).toEqual([{ pointer: '#/name', detail: 'is required' }])
  })

  test('400: each unknown field, for those who want to be told', async () => {
    const strict = service.alice.post('/api/me/lists', { name: 'Groceries', hue: 210 }).set('Prefer', 'handling=strict')
    expect((await strict.expect(400)).body.errors).toEqual([{ pointer: '#/hue', detail: 'is not a field of this operation' }])
  })

  test('422: an Idempotency-Key that came with another name', async () => {
    const post = (name: string) => service.alice.post('/api/me/lists', { name })
    await expectMismatch(post('Groceries'), post('Work'))
  })
})
