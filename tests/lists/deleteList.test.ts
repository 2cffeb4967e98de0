import { beforeEach, describe, expect } from 'vitest'
import { createList } from '../support/lists.ts'
import type { List } from '../support/lists.ts'
import { testsOf } from '../support/operation-tests.ts'
import { testService } from '../support/service.ts'
import { createTask, greatestId, nonIds } from '../support/tasks.ts'
import { deletedTask, listWith, tasksOf, trashOf } from '../support/trash.ts'

const test = testsOf('deleteList')
const service = testService()

const idsOf = (things: { id: number }[]): number[] => things.map(({ id }) => id)

describe('deleteList', () => {
  let list: List
  let path: string
  beforeEach(async () => {
    list = await createList(service.alice)
    path = `/api/me/lists/${list.id}`
  })

  test('204: the list is gone, from the lists as well, and the others are there', async () => {
    const other = await createList(service.alice)
    const { text } = await service.alice.delete(path).expect(204)
    expect(text).toBe('')
    await service.alice.get(path).expect(404)
    await service.alice.patch(path, { name: 'Work' }).expect(404)
    const { body } = await service.alice.get('/api/me/lists').expect(200)
    expect(idsOf(body)).not.toContain(list.id)
    expect(idsOf(body)).toContain(other.id)
  })

  test('204: its tasks are in the trash, and no others', async () => {
    const carol = await service.register('carol')
    const { list: hers, tasks } = await listWith(carol, 3)
    const others = [await createTask(carol), ...(await listWith(carol, 1)).tasks]
    await carol.delete(`/api/me/lists/${hers.id}`).expect(204)
    expect(idsOf(await trashOf(carol))).toEqual(idsOf(tasks).reverse())
    expect(await tasksOf(carol)).toEqual(others)
    for (const { id } of tasks) await carol.get(`/api/me/tasks/${id}`).expect(404)
  })

  test('204: nothing can be put into it from then on', async () => {
    const task = await createTask(service.alice)
    await service.alice.delete(path).expect(204)
    await service.alice.post('/api/me/tasks', { title: 'Buy milk', list_id: list.id }).expect(400)
    await service.alice.put(`/api/me/tasks/${task.id}`, { list_id: list.id }).expect(400)
    await service.alice.patch(`/api/me/tasks/${task.id}`, { list_id: list.id }).expect(400)
  })

  test('204: a task that was in the trash before stays there, as it is', async () => {
    const dave = await service.register('dave')
    const { list: his } = await listWith(dave, 1)
    await deletedTask(dave, { list_id: his.id })
    const [before] = await trashOf(dave)
    await dave.delete(`/api/me/lists/${his.id}`).expect(204)
    expect(await trashOf(dave)).toEqual([expect.anything(), before])
  })

  test('204: it has not changed since, and If-Match is its ETag', async () => {
    const {
      headers: { etag = '' },
    } = await service.alice.get(path).expect(200)
    await service.alice.delete(path).set('If-Match', etag).expect(204)
  })

  test('204: no task is left in it, however many are being put there at the same time', async () => {
    for (let round = 0; round < 5; round += 1) {
      const {
        list: { id },
        tasks: [task],
      } = await listWith(service.alice, 1)
      const put = Array.from({ length: 10 }, () => service.alice.post('/api/me/tasks', { title: 'late', list_id: id }))
      const moved = service.alice.patch(`/api/me/tasks/${task?.id}`, { list_id: id })
      const answers = await Promise.all([...put, service.alice.delete(`/api/me/lists/${id}`).expect(204), moved])
      for (const { status, text } of answers) expect(status, text).toBeOneOf([200, 201, 204, 400, 404])
      expect((await tasksOf(service.alice)).filter(({ list_id }) => list_id === id)).toEqual([])
    }
  })

  test.each(nonIds)('400: the id %s', async (id) => {
    const { body } = await service.alice.delete(`/api/me/lists/${id}`).expect(400)
    expect(body.errors).toEqual([{ parameter: 'id', detail: expect.any(String) }])
  })

  test('404: a second time', async () => {
    await service.alice.delete(path).expect(204)
    const { body } = await service.alice.delete(path).expect(404)
    expect(body).toMatchObject({ type: '/docs/problems/not-found', detail: 'You have no such list.', message: body.detail })
  })

  test("404: another user's list, which stays as it is with what is in it", async () => {
    const task = await createTask(service.alice, { list_id: list.id })
    for (const ifMatch of ['"1"', '"other"', '*']) await service.bob.delete(path).set('If-Match', ifMatch).expect(404)
    await service.bob.delete(path).expect(404)
    expect((await service.alice.get(path).expect(200)).body).toEqual(list)
    expect((await service.alice.get(`/api/me/tasks/${task.id}`).expect(200)).body).toEqual(task)
  })

  test('404: the greatest id there can be', async () => {
    await service.alice.delete(`/api/me/lists/${greatestId}`).expect(404)
  })

  test('412: it has changed since, and stays with what is in it', async () => {
    const task = await createTask(service.alice, { list_id: list.id })
    const changed = await service.alice.patch(path, { name: 'Work' }).expect(200)
    const { headers } = await service.alice.delete(path).set('If-Match', '"1"').expect(412)
    expect(headers['etag']).toBe(changed.headers['etag'])
    await service.alice.get(`/api/me/tasks/${task.id}`).expect(200)
  })
})
