import { beforeEach, describe, expect } from 'vitest'
import { frontEndUser } from '../support/front-end.ts'
import { createList } from '../support/lists.ts'
import type { List } from '../support/lists.ts'
import { testsOf } from '../support/operation-tests.ts'
import { pagesFrom } from '../support/pages.ts'
import { testService } from '../support/service.ts'
import type { Client } from '../support/service.ts'
import { greatestId, nonIds } from '../support/tasks.ts'

const test = testsOf('moveList')
const service = testService()

const place = (who: Client, id: number, position: object) => who.put(`/api/me/lists/${id}/position`, position)
const namesOf = async (who: Client, limit = 1000): Promise<string> =>
  (await pagesFrom<List>(who, `/api/me/lists?limit=${limit}`))
    .flat()
    .map(({ name }) => name)
    .join('')

let people = 0
/** Somebody new with lists of one letter each, in this order. */
async function someoneWith(letters: string): Promise<{ who: Client; ids: Record<string, number> }> {
  const who = frontEndUser(service, `place-list-${++people}`)
  const ids: Record<string, number> = {}
  for (const name of letters) ids[name] = (await createList(who, { name })).id
  return { who, ids }
}

describe('moveList', () => {
  let list: List
  beforeEach(async () => {
    list = await createList(service.alice)
  })
  test.each([
    ['c', { first: true }, 'cabd'],
    ['a', { last: true }, 'bcda'],
    ['d', { before: 'b' }, 'adbc'],
    ['a', { after: 'c' }, 'bcad'],
    ['b', { before: 'a' }, 'bacd'],
    ['b', { after: 'd' }, 'acdb'],
  ])('200: %s goes to %j: %s', async (name, position, order) => {
    const { who, ids } = await someoneWith('abcd')
    const named = Object.fromEntries(Object.entries(position).map(([field, value]) => [field, value === true ? true : ids[value]]))
    const { body, headers } = await place(who, ids[name] ?? 0, named).expect(200)
    expect(body).toMatchObject({ id: ids[name], name, version: 2 })
    expect(headers['etag']).toBe('"2"')
    expect(await namesOf(who)).toBe(order)
    expect(await namesOf(who, 1)).toBe(order)
    await createList(who, { name: 'e' })
    expect(await namesOf(who)).toBe(`${order}e`)
  })

  test('200: however often lists are put between the same two', async () => {
    const { who, ids } = await someoneWith('abcd')
    let expected = 'abcd'
    for (let count = 0; count < 100; count += 1) {
      const moved = expected[1] ?? ''
      await place(who, ids[moved] ?? 0, { before: ids['d'] }).expect(200)
      expected = `a${expected.slice(2, -1)}${moved}d`
    }
    expect(await namesOf(who)).toBe(expected)
  })

  test.each([
    ['nothing', {}, '#'],
    ['two things', { first: true, last: true }, '#'],
    ['not the end', { last: false }, '#/last'],
    ['an unknown list', { before: greatestId }, '#/before'],
  ])('400: %s', async (_, position, pointer) => {
    const { body } = await place(service.alice, list.id, position).expect(400)
    expect(body.errors).toContainEqual({ pointer, detail: expect.any(String) })
  })

  test("400: next to another user's list", async () => {
    const his = await createList(service.bob)
    const { body } = await place(service.alice, list.id, { after: his.id }).expect(400)
    expect(body.errors).toEqual([{ pointer: '#/after', detail: 'must be the id of one of your lists' }])
  })

  test.each(nonIds)('400: the id %s', async (id) => {
    const { body } = await service.alice.put(`/api/me/lists/${id}/position`, { first: true }).expect(400)
    expect(body.errors).toEqual([{ parameter: 'id', detail: expect.any(String) }])
  })

  test("404: another user's list, and it stays as it is", async () => {
    await service.bob.put(`/api/me/lists/${list.id}/position`, { first: true }).expect(404)
    expect((await service.alice.get(`/api/me/lists/${list.id}`).expect(200)).body).toEqual(list)
  })
})
