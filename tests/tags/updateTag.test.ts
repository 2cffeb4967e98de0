import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect } from 'vitest'
import { frontEndUser } from '../support/front-end.ts'
import { expectMismatch, expectReplayed } from '../support/idempotency.ts'
import { testsOf } from '../support/operation-tests.ts'
import { testService } from '../support/service.ts'
import { createTask } from '../support/tasks.ts'

const test = testsOf('updateTag')
const service = testService()

describe('updateTag', () => {
  let count = 0
  let name: string
  let path: string
  let taskId: number
  beforeEach(async () => {
    count += 1
    name = `Errands ${count}`
    taskId = (await createTask(service.alice, { tags: ['home', name, 'soon'] })).id
    const { body } = await service.alice.get('/api/me/tags').expect(200)
    path = `/api/me/tags/${(body as { id: number; name: string }[]).find((tag) => tag.name === name)?.id}` // as the contract has it
  })
  const taskNow = async () => (await service.alice.get(`/api/me/tasks/${taskId}`).expect(200)).body

  test('200: a new name is its name on every task, whose version changes', async () => {
    const other = await createTask(service.alice, { tags: [name.toUpperCase()] })
    const { body, headers } = await service.alice.patch(path, { name: `Household ${count}` }).expect(200)
    expect(body).toMatchObject({ name: `Household ${count}`, color: null, version: 2 })
    expect(headers['etag']).toBe('"2"')
    expect(await taskNow()).toMatchObject({ tags: ['home', `Household ${count}`, 'soon'], version: 2 })
    const { body: its } = await service.alice.get(`/api/me/tasks/${other.id}`).expect(200)
    expect(its.tags).toEqual([`Household ${count}`])
    expect((await createTask(service.alice, { tags: [`HOUSEHOLD ${count}`] })).tags).toEqual([`Household ${count}`])
  })

  test('200: its own name in other letters', async () => {
    await service.alice.patch(path, { name: name.toUpperCase() }).expect(200)
    expect((await taskNow()).tags).toEqual(['home', name.toUpperCase(), 'soon'])
  })

  test('200: a color, and none again; the tasks stay as they are', async () => {
    expect((await service.alice.patch(path, { color: '#00ff7f' }).expect(200)).body).toMatchObject({ name, color: '#00ff7f' })
    expect((await service.alice.patch(path, { name }).expect(200)).body).toMatchObject({ color: '#00ff7f' })
    expect((await service.alice.patch(path, { color: null }).expect(200)).body).toMatchObject({ name, color: null })
    expect((await taskNow()).version).toBe(1)
  })

  test("200: another user's tag of the same name stays as it is", async () => {
    const his = await createTask(service.bob, { tags: [name] })
    await service.alice.patch(path, { name: `Mine ${count}` }).expect(200)
    expect((await service.bob.get(`/api/me/tasks/${his.id}`).expect(200)).body).toEqual(his)
  })

  test('200: once for the same Idempotency-Key', async () => {
    await expectReplayed(() => service.alice.patch(path, { name: `Once ${count}` }))
    expect((await taskNow()).version).toBe(2)
  })

  test.each([
    ['an empty name', { name: '' }, '#/name'],
    ['a blank name', { name: ' ' }, '#/name'],
    ['a name of zero-width spaces', { name: '\u200b\u200b' }, '#/name'],
    ['a name of 51 characters', { name: 'x'.repeat(51) }, '#/name'],
    ['no name', { name: null }, '#/name'],
    ['a color in capitals', { color: '#CC3300' }, '#/color'],
    ['the word for a color', { color: 'red' }, '#/color'],
  ])('400: %s', async (_, change, pointer) => {
    const { body } = await service.alice.patch(path, change).expect(400)
    expect(body.errors[0].pointer).toBe(pointer)
    expect((await taskNow()).version).toBe(1)
  })

  test("404: another user's tag", async () => {
    await service.bob.patch(path, { name: 'His' }).expect(404)
    expect((await taskNow()).version).toBe(1)
  })

  test('409: the name of another tag, whatever its letters', async () => {
    const { body } = await service.alice.patch(path, { name: 'HOME' }).expect(409)
    expect(body).toMatchObject({ type: '/docs/problems/tag-taken', errors: [{ pointer: '#/name', detail: 'is taken' }] })
    expect((await taskNow()).tags).toEqual(['home', name, 'soon'])
  })

  test.each(['STRASSE', ' straße ', 'Straẞe', 'stra\u00adsse'])('200: on a tag spelled otherwise, %j takes its place on each task', async (spelled) => {
    const who = frontEndUser(service, `renamer-${randomUUID()}`)
    const task = await createTask(who, { tags: ['x', 'Straße', 'y'] })
    const { body } = await who.get('/api/me/tags').expect(200)
    const tags: { id: number; name: string }[] = body
    const id = tags.find((tag) => tag.name === 'Straße')?.id
    await who.patch(`/api/me/tags/${id}`, { name: spelled }).expect(200)
    expect((await who.get(`/api/me/tasks/${task.id}`).expect(200)).body.tags).toEqual(['x', spelled, 'y'])
    await who.patch(`/api/me/tags/${id}`, { name: 'z' }).expect(200)
    expect((await who.get('/api/me/tasks?tag=Z').expect(200)).body).toMatchObject([{ tags: ['x', 'z', 'y'] }])
    expect((await who.get('/api/me/tasks?tag=strasse').expect(200)).body).toEqual([])
    await who.delete(`/api/me/tags/${id}`).expect(204)
    expect((await who.get('/api/me/tasks?tag=x').expect(200)).body).toMatchObject([{ tags: ['x', 'y'] }])
  })

  test('422: a key that came with another name', async () => {
    await expectMismatch(service.alice.patch(path, { name: `One ${count}` }), service.alice.patch(path, { name: `Two ${count}` }))
  })
})
