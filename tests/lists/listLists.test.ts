import { describe, expect } from 'vitest'
import { createList } from '../support/lists.ts'
import type { List } from '../support/lists.ts'
import { testsOf } from '../support/operation-tests.ts'
import { pagesFrom, sizesOf } from '../support/pages.ts'
import { repeated } from '../support/repeated.ts'
import { testService } from '../support/service.ts'
import { createTask } from '../support/tasks.ts'

const test = testsOf('listLists')
const service = testService()

let people = 0
/** Someone new, with lists of the given names. */
async function someoneWith(...names: string[]) {
  const person = await service.register(`someone-${++people}`)
  const lists: List[] = []
  for (const name of names) lists.push(await createList(person, { name }))
  return { person, lists }
}

describe('listLists', () => {
  test('200: a bare array, empty at first', async () => {
    const { person } = await someoneWith()
    await createTask(person)
    const { body, headers } = await person.get('/api/me/lists').expect(200)
    expect(body).toEqual([])
    expect(headers).not.toHaveProperty('link')
  })

  test('200: the newest last, each as it was created, whatever its name', async () => {
    const { person, lists } = await someoneWith('c', 'a', 'b')
    expect((await person.get('/api/me/lists').expect(200)).body).toEqual(lists)
  })

  test("200: the caller's lists alone", async () => {
    const [one, other] = [await someoneWith('hers'), await someoneWith('his')]
    expect((await one.person.get('/api/me/lists').expect(200)).body).toEqual(one.lists)
    expect((await other.person.get('/api/me/lists').expect(200)).body).toEqual(other.lists)
  })

  test('200: page by page, every one, once', async () => {
    const { person, lists } = await someoneWith('1', '2', '3', '4', '5')
    for (const limit of [1, 2, 5]) {
      const pages = await pagesFrom<List>(person, `/api/me/lists?limit=${limit}`)
      expect(pages.map((page) => page.length)).toEqual(sizesOf(5, limit))
      expect(pages.flat()).toEqual(lists)
    }
  })

  test('200: another ETag once a list of the page has changed or was added', async () => {
    const {
      person,
      lists: [list],
    } = await someoneWith('1')
    const seen = [(await person.get('/api/me/lists').expect(200)).headers['etag']]
    await person.patch(`/api/me/lists/${list?.id}`, { name: '2' }).expect(200)
    seen.push((await person.get('/api/me/lists').expect(200)).headers['etag'])
    await createList(person)
    seen.push((await person.get('/api/me/lists').expect(200)).headers['etag'])
    expect(repeated(seen)).toEqual([])
  })

  test.each(['limit=0', 'limit=1001', 'cursor=', 'cursor=K', 'cursor=80000000000'])('400: ?%s', async (query) => {
    const { body } = await service.alice.get(`/api/me/lists?${query}`).expect(400)
    expect(body.errors).toContainEqual({ parameter: query.split('=')[0], detail: expect.any(String) })
  })
})
