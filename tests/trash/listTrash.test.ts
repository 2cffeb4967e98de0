import { beforeAll, describe, expect } from 'vitest'
import { testsOf } from '../support/operation-tests.ts'
import { pagesFrom, sizesOf } from '../support/pages.ts'
import { repeated } from '../support/repeated.ts'
import { testService } from '../support/service.ts'
import type { Person } from '../support/service.ts'
import { createTask } from '../support/tasks.ts'
import { deletedTask, restored, trashOf } from '../support/trash.ts'
import type { DeletedTask } from '../support/trash.ts'

const test = testsOf('listTrash')
const service = testService()

let people = 0
const someone = (): Promise<Person> => service.register(`someone-${++people}`)

describe('listTrash', () => {
  test('200: a bare array, empty at first', async () => {
    const carol = await someone()
    await createTask(carol)
    const { body, headers } = await carol.get('/api/me/trash').expect(200)
    expect(body).toEqual([])
    expect(headers).not.toHaveProperty('link')
  })

  test('200: a task as it was, and when it was deleted', async () => {
    const carol = await someone()
    const task = await deletedTask(carol, { description: 'Semi-skimmed.', completed: true, priority: 'high' })
    const [deleted] = await trashOf(carol)
    expect(deleted).toEqual({ ...restored(task, 1), deleted_at: deleted?.updated_at })
    expect(Date.parse(deleted?.deleted_at ?? '')).toBeGreaterThanOrEqual(Date.parse(task.created_at))
  })

  test("200: the caller's trash alone", async () => {
    const [carol, dave] = [await someone(), await someone()]
    const hers = await deletedTask(carol)
    expect(await trashOf(carol)).toMatchObject([{ id: hers.id }])
    expect(await trashOf(dave)).toEqual([])
  })

  describe('with five tasks, deleted in another order than they were created', () => {
    let carol: Person
    const order = ['3', '1', '5', '2', '4']
    beforeAll(async () => {
      carol = await someone()
      const tasks = []
      for (const title of [...order].sort()) tasks.push(await createTask(carol, { title }))
      for (const title of order) {
        const task = tasks.find((candidate) => candidate.title === title)
        await carol.delete(`/api/me/tasks/${task?.id}`).expect(204)
      }
    })
    const newestFirst = [...order].reverse()

    test.each([1, 2, 4, 5, 6])('200: the last one first, %i a page: every one, once', async (limit) => {
      const pages = await pagesFrom<DeletedTask>(carol, `/api/me/trash?limit=${limit}`)
      expect(pages.map((page) => page.length)).toEqual(sizesOf(5, limit))
      expect(pages.flat().map(({ title }) => title)).toEqual(newestFirst)
    })

    test('200: pages stay right while tasks are deleted and restored', async () => {
      const pages = await pagesFrom<DeletedTask>(carol, '/api/me/trash?limit=2', async ([first]) => {
        await deletedTask(carol, { title: 'later' })
        await carol.post(`/api/me/tasks/${first?.id}/restore`).expect(200)
      })
      expect(pages.flat().map(({ title }) => title)).toEqual(newestFirst)
    })
  })

  test('200: another ETag once a task was deleted, restored or removed', async () => {
    const carol = await someone()
    const [one, other] = [await deletedTask(carol), await deletedTask(carol)]
    const seen = [(await carol.get('/api/me/trash').expect(200)).headers['etag']]
    const changes = [
      () => deletedTask(carol),
      () => carol.post(`/api/me/tasks/${one.id}/restore`).expect(200),
      () => carol.delete(`/api/me/tasks/${one.id}`).expect(204),
      () => carol.delete(`/api/me/trash/${other.id}`).expect(204),
    ]
    for (const change of changes) {
      await change()
      seen.push((await carol.get('/api/me/trash').expect(200)).headers['etag'])
    }
    expect(repeated(seen)).toEqual([])
  })

  test.each(['limit=0', 'limit=1001', 'cursor=', 'cursor=K', 'cursor=80000000000'])('400: ?%s', async (query) => {
    const { body } = await service.alice.get(`/api/me/trash?${query}`).expect(400)
    expect(body.errors).toContainEqual({ parameter: query.split('=')[0], detail: expect.any(String) })
  })
})
