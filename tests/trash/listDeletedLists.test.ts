import { describe, expect } from 'vitest'
import type { components } from '../../src/generated/contract.ts'
import { createList } from '../support/lists.ts'
import { testsOf } from '../support/operation-tests.ts'
import { pagesFrom } from '../support/pages.ts'
import { testService } from '../support/service.ts'
import type { Client } from '../support/service.ts'

const test = testsOf('listDeletedLists')

type DeletedList = components['schemas']['DeletedList']

const service = testService()
const listsIn = (who: Client, limit = 1000): Promise<DeletedList[]> =>
  pagesFrom<DeletedList>(who, `/api/me/deleted-lists?limit=${limit}`).then((pages) => pages.flat())

describe('listDeletedLists', () => {
  test('200: those in the trash and no others, page by page, until they are restored', async () => {
    const carol = await service.register('carol')
    const lists = [await createList(carol), await createList(carol), await createList(carol), await createList(carol)]
    expect(await listsIn(carol)).toEqual([])
    for (const { id } of lists.slice(1)) await carol.delete(`/api/me/lists/${id}`).expect(204)
    for (const limit of [1, 2, 3]) expect((await listsIn(carol, limit)).map(({ id }) => id)).toEqual(lists.slice(1).map(({ id }) => id))
    const [first] = await listsIn(carol)
    expect(first).toEqual({ ...lists[1], version: 2, updated_at: first?.deleted_at, deleted_at: expect.any(String) })
    await carol.post(`/api/me/lists/${first?.id}/restore`).expect(200)
    expect((await listsIn(carol)).map(({ id }) => id)).toEqual(lists.slice(2).map(({ id }) => id))
    await carol.delete('/api/me/trash').expect(204)
    expect(await listsIn(carol)).toEqual([])
  })

  test("200: not another user's", async () => {
    const { id } = await createList(service.bob)
    await service.bob.delete(`/api/me/lists/${id}`).expect(204)
    expect(await listsIn(service.alice)).toEqual([])
  })

  test.each(['limit=0', 'limit=1001', 'limit=x', 'cursor=!', 'limit=1&limit=2'])('400: ?%s', async (query) => {
    const { body } = await service.alice.get(`/api/me/deleted-lists?${query}`).expect(400)
    expect(body.errors).toContainEqual({ parameter: query.split('=')[0], detail: expect.any(String) })
  })
})
