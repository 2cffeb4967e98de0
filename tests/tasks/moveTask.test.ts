import { beforeAll, beforeEach, describe, expect } from 'vitest'
import { frontEndUser } from '../support/front-end.ts'
import { createList } from '../support/lists.ts'
import { testsOf } from '../support/operation-tests.ts'
import { someoneWith, titlesIn } from '../support/order.ts'
import { testService } from '../support/service.ts'
import type { Client } from '../support/service.ts'
import { createTask, greatestId, nonIds } from '../support/tasks.ts'
import type { Task } from '../support/tasks.ts'

const test = testsOf('moveTask')
const service = testService()

const place = (who: Client, id: number, position: object) => who.put(`/api/me/tasks/${id}/position`, position)

describe('moveTask', () => {
  let task: Task
  beforeEach(async () => {
    task = await createTask(service.alice)
  })
  test.each([
    ['c', { first: true }, 'cabd'],
    ['a', { last: true }, 'bcda'],
    ['a', { first: true }, 'abcd'],
    ['d', { last: true }, 'abcd'],
    ['d', { before: 'b' }, 'adbc'],
    ['a', { after: 'c' }, 'bcad'],
    ['b', { before: 'a' }, 'bacd'],
    ['b', { after: 'd' }, 'acdb'],
    ['b', { after: 'a' }, 'abcd'],
    ['b', { before: 'c' }, 'abcd'],
  ])('200: %s goes to %j: %s', async (title, position, order) => {
    const { who, ids } = await someoneWith(service, 'abcd')
    const named = Object.fromEntries(Object.entries(position).map(([name, value]) => [name, value === true ? true : ids[value]]))
    const { body, headers } = await place(who, ids[title] ?? 0, named).expect(200)
    expect(body).toMatchObject({ id: ids[title], version: 2 })
    expect(headers['etag']).toBe('"2"')
    expect(await titlesIn(who)).toBe(order)
    await createTask(who, { title: 'e' })
    expect(await titlesIn(who)).toBe(`${order}e`)
  })

  test('200: however often tasks are put between the same two', async () => {
    const { who, ids } = await someoneWith(service, 'abcd')
    let expected = 'abcd'
    for (let count = 0; count < 150; count += 1) {
      const moved = expected.at(-1) ?? ''
      await place(who, ids[moved] ?? 0, { after: ids['a'] }).expect(200)
      expected = `a${moved}${expected.slice(1, -1)}`
      if (count % 10 === 0) expect(await titlesIn(who)).toBe(expected)
    }
    expect(await titlesIn(who)).toBe(expected)
  })

  test('200: moves at once lose no place and give none twice', async () => {
    const { who, ids } = await someoneWith(service, 'abcdefgh')
    const moves = Array.from('cdefgh').flatMap((title) =>
      [{ after: ids['a'] }, { before: ids['b'] }, { first: true }, { last: true }].map((position) => [ids[title] ?? 0, position] as const),
    )
    const answers = await Promise.all(moves.map(([id, position]) => place(who, id, position)))
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
    expect(
      Array.from(await titlesIn(who))
        .sort()
        .join(''),
    ).toBe('abcdefgh')
    const ranks = await service.database.superuser('select rank, count(*) from tasks group by user_id, rank having count(*) > 1')
    expect(ranks).toEqual([])
  })

  describe('in other places', () => {
    let who: Client
    let list: number
    beforeAll(async () => {
      who = frontEndUser(service, 'place-elsewhere')
      list = (await createList(who)).id
    })

    test('200: into a list, and back to the inbox', async () => {
      const inside = await createTask(who, { title: 'i', list_id: list })
      const outside = await createTask(who, { title: 'o' })
      expect((await place(who, outside.id, { first: true, list_id: list }).expect(200)).body).toMatchObject({ list_id: list })
      expect(await titlesIn(who, `list_id=${list}`)).toBe('oi')
      expect((await place(who, inside.id, { last: true, list_id: null }).expect(200)).body).toMatchObject({ list_id: null })
      expect(await titlesIn(who, `list_id=${list}`)).toBe('o')
    })

    test('200: next to a task in a list, into that list, with its subtasks', async () => {
      const there = await createTask(who, { title: 't', list_id: list })
      const moved = await createTask(who, { title: 'm' })
      const child = await createTask(who, { title: 'c', parent_id: moved.id })
      expect((await place(who, moved.id, { before: there.id }).expect(200)).body).toMatchObject({ list_id: list, parent_id: null })
      expect((await who.get(`/api/me/tasks/${child.id}`).expect(200)).body).toMatchObject({ list_id: list, parent_id: moved.id })
    })

    test('200: next to a subtask, below the same parent, which counts it', async () => {
      const parent = await createTask(who)
      const child = await createTask(who, { parent_id: parent.id })
      const moved = await createTask(who)
      expect((await place(who, moved.id, { after: child.id }).expect(200)).body).toMatchObject({ parent_id: parent.id })
      expect((await who.get(`/api/me/tasks/${parent.id}`).expect(200)).body).toMatchObject({ subtask_count: 2, open_subtask_count: 2 })
      await place(who, moved.id, { last: true, parent_id: null }).expect(200)
      expect((await who.get(`/api/me/tasks/${parent.id}`).expect(200)).body).toMatchObject({ subtask_count: 1 })
    })

    test('200: one that was restored is where it was', async () => {
      const { who: carol, ids } = await someoneWith(service, 'abc')
      await carol.delete(`/api/me/tasks/${ids['b']}`).expect(204)
      await place(carol, ids['c'] ?? 0, { after: ids['a'] }).expect(200)
      await place(carol, ids['c'] ?? 0, { last: true }).expect(200)
      await carol.post(`/api/me/tasks/${ids['b']}/restore`).expect(200)
      expect(await titlesIn(carol)).toBe('abc')
    })
  })

  test.each([
    ['nothing', {}, '#'],
    ['two things', { first: true, last: true }, '#'],
    ['an end and a task', { first: true, after: 1 }, '#'],
    ['not the start', { first: false }, '#/first'],
    ['an unknown task', { before: greatestId }, '#/before'],
    ['a task by its title', { after: 'Buy milk' }, '#/after'],
    ['an unknown list', { last: true, list_id: greatestId }, '#/list_id'],
    ['below an unknown task', { last: true, parent_id: greatestId }, '#/parent_id'],
  ])('400: %s', async (_, position, pointer) => {
    const { body } = await place(service.alice, task.id, position).expect(400)
    expect(body.errors).toContainEqual({ pointer, detail: expect.any(String) })
  })

  test('400: next to itself', async () => {
    const { body } = await place(service.alice, task.id, { before: task.id }).expect(400)
    expect(body.errors).toEqual([{ pointer: '#/before', detail: 'must not be the id of the one that is moved' }])
  })

  test("400: next to another user's task", async () => {
    const his = await createTask(service.bob)
    const { body } = await place(service.alice, task.id, { after: his.id }).expect(400)
    expect(body.errors).toEqual([{ pointer: '#/after', detail: 'must be the id of one of your tasks' }])
  })

  test('400: next to a task that is not in the given list', async () => {
    const { id: list_id } = await createList(service.alice)
    const other = await createTask(service.alice)
    const { body } = await place(service.alice, task.id, { after: other.id, list_id }).expect(400)
    expect(body.errors).toEqual([{ pointer: '#/list_id', detail: 'must equal that of the task named in after, or be omitted' }])
  })

  test('400: next to one of its subtasks', async () => {
    const child = await createTask(service.alice, { parent_id: task.id })
    const grandchild = await createTask(service.alice, { parent_id: child.id })
    const { body } = await place(service.alice, task.id, { before: grandchild.id }).expect(400)
    expect(body.errors).toEqual([{ pointer: '#/parent_id', detail: 'must not be the task itself or one of its subtasks' }])
  })

  test.each(nonIds)('400: the id %s', async (id) => {
    const { body } = await service.alice.put(`/api/me/tasks/${id}/position`, { first: true }).expect(400)
    expect(body.errors).toEqual([{ parameter: 'id', detail: expect.any(String) }])
  })

  test("404: another user's task, and it stays as it is", async () => {
    await service.bob.put(`/api/me/tasks/${task.id}/position`, { first: true }).expect(404)
    expect((await service.alice.get(`/api/me/tasks/${task.id}`).expect(200)).body).toEqual(task)
  })

  test('404: a task in the trash', async () => {
    await service.alice.delete(`/api/me/tasks/${task.id}`).expect(204)
    await place(service.alice, task.id, { first: true }).expect(404)
  })
})
