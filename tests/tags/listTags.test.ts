import type { Response } from 'supertest'
import { describe, expect } from 'vitest'
import { testsOf } from '../support/operation-tests.ts'
import { testService } from '../support/service.ts'
import { createTask } from '../support/tasks.ts'

const test = testsOf('listTags')
const service = testService()

describe('listTags', () => {
  test('200: each with how many tasks have it, and how many of those are open', async () => {
    const carol = await service.register('carol')
    await createTask(carol, { tags: ['errands', 'home'] })
    await createTask(carol, { tags: ['ERRANDS'], completed: true })
    const { body } = await carol.get('/api/me/tags').expect(200)
    expect(body).toMatchObject([
      { name: 'errands', user_id: carol.id, color: null, version: 1, task_count: 2, open_count: 1 },
      { name: 'home', task_count: 1, open_count: 1 },
    ])
  })

  test('200: a task in the trash does not count', async () => {
    const erin = await service.register('erin')
    const { id } = await createTask(erin, { tags: ['errands'] })
    await erin.delete(`/api/me/tasks/${id}`).expect(204)
    expect((await erin.get('/api/me/tags').expect(200)).body).toMatchObject([{ name: 'errands', task_count: 0, open_count: 0 }])
  })

  test('200: another ETag when a task is tagged, and the same when nothing is', async () => {
    const etag = async () => (await service.alice.get('/api/me/tags').expect(200)).headers['etag']
    const before = await etag()
    await createTask(service.alice)
    expect(await etag()).toBe(before)
    await createTask(service.alice, { tags: ['new'] })
    expect(await etag()).not.toBe(before)
  })

  test('200: in pages', async () => {
    const dave = await service.register('dave')
    await createTask(dave, { tags: ['one', 'two', 'three'] })
    const names: string[] = []
    for (let path: string | undefined = '/api/me/tags?limit=2'; path !== undefined;) {
      const page: Response = await dave.get(path).expect(200)
      names.push(...(page.body as { name: string }[]).map(({ name }) => name)) // as the contract has it
      path = /<(.+)>; rel="next"/.exec(page.headers['link'] ?? '')?.[1]
    }
    expect(names.sort()).toEqual(['one', 'three', 'two'])
  })

  test.each(['0', '1001', 'x'])('400: a limit of %s', async (limit) => {
    const { body } = await service.alice.get(`/api/me/tags?limit=${limit}`).expect(400)
    expect(body.errors).toEqual([{ parameter: 'limit', detail: expect.any(String) }])
  })
})
