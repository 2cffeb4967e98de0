import { beforeEach, describe, expect, test } from 'vitest'
import { frontEndUser } from '../support/front-end.ts'
import { createList } from '../support/lists.ts'
import { testService } from '../support/service.ts'
import { subtasksOf } from '../support/subtasks.ts'
import { createTask, greatestId } from '../support/tasks.ts'
import type { Task } from '../support/tasks.ts'

// Some wait for each other until PostgreSQL finds a deadlock.
const service = testService({ lockTimeout: '60s' })
const { get, post, patch, remove, below } = subtasksOf(service)

let parent: Task
beforeEach(async () => {
  parent = await createTask(service.alice, { title: 'Move house' })
})

describe('the tree', () => {
  const chain = async (length: number): Promise<Task[]> => {
    const tasks = [await createTask(service.alice)]
    for (const task of Array.from({ length: length - 1 })) tasks.push(await below(tasks.at(-1) ?? parent, { description: task ?? null }))
    return tasks
  }
  const refusal = (pointer: string, detail: string): object => ({ errors: [{ pointer, detail }] })

  test('201 and 400: eight levels, and no more', async () => {
    const tasks = await chain(8)
    const { body } = await post('', { title: 'Too deep', parent_id: tasks.at(-1)?.id }).expect(400)
    expect(body).toMatchObject(refusal('#/parent_id', 'must not create more than 8 levels of tasks: this would create 9'))
  })

  test('400: moving what is as high as that would be too deep', async () => {
    const [upper, lower] = [await chain(4), await chain(5)]
    const { body } = await patch(lower[0]?.id ?? 0, { parent_id: upper.at(-1)?.id }).expect(400)
    expect(body).toMatchObject(refusal('#/parent_id', 'must not create more than 8 levels of tasks: this would create 9'))
    await patch(lower[0]?.id ?? 0, { parent_id: upper[2]?.id }).expect(200)
  })

  test('400: below itself, or below what is below it', async () => {
    const [top, , bottom] = await chain(3)
    for (const parent_id of [top?.id, bottom?.id]) {
      const { body } = await patch(top?.id ?? 0, { parent_id }).expect(400)
      expect(body).toMatchObject(refusal('#/parent_id', 'must not be the task itself or one of its subtasks'))
    }
  })

  test('200 or 400: two that are put below each other at once make no ring', async () => {
    for (let count = 0; count < 10; count += 1) {
      const [one, other] = [await createTask(service.alice), await createTask(service.alice)]
      const answers = await Promise.all([patch(one.id, { parent_id: other.id }), patch(other.id, { parent_id: one.id })])
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 400])
    }
  })

  test('201 or 400: what is created while its parent is deleted is never left below nothing', async () => {
    // A request may wait for the other's lock until PostgreSQL finds a deadlock; so different users try it at once.
    await Promise.all(
      Array.from({ length: 15 }, async (_, count) => {
        const who = frontEndUser(service, `gardener-${count}`)
        const top = await createTask(who)
        await createTask(who, { parent_id: top.id })
        const late = who.post('/api/me/tasks', { title: 'Late', parent_id: top.id })
        const [created] = await Promise.all([late, who.delete(`/api/me/tasks/${top.id}`).expect(204)])
        expect([201, 400]).toContain(created.status)
        if (created.status === 201) await who.get(`/api/me/tasks/${created.body.id}`).expect(404)
      }),
    )
  })

  test.each([
    ['an unknown task', { parent_id: greatestId }, '#/parent_id', 'must be the id of one of your tasks, or null'],
    ['a task by its title', { parent_id: 'Move house' }, '#/parent_id', 'must be integer,null'],
    ['the id 0', { parent_id: 0 }, '#/parent_id', 'must be >= 1'],
  ])('400: below %s', async (_, fields, pointer, detail) => {
    expect((await post('', { title: 'Lost', ...fields }).expect(400)).body).toMatchObject(refusal(pointer, detail))
    expect((await patch(parent.id, fields).expect(400)).body).toMatchObject(refusal(pointer, detail))
    expect(await get(parent.id)).toEqual(parent)
  })

  test("400: below another user's task, or one in the trash", async () => {
    const his = await createTask(service.bob)
    await remove(parent.id).expect(204)
    for (const parent_id of [his.id, parent.id]) {
      expect((await post('', { title: 'Lost', parent_id }).expect(400)).body).toMatchObject(
        refusal('#/parent_id', 'must be the id of one of your tasks, or null'),
      )
    }
  })

  test('400: in another list than the task above', async () => {
    const { id: list_id } = await createList(service.alice)
    const detail = 'must be the list of the parent task, or be omitted; set parent_id to null to move the task to another list'
    expect((await post('', { title: 'Torn', parent_id: parent.id, list_id }).expect(400)).body).toMatchObject(refusal('#/list_id', detail))
    const child = await below(parent)
    expect((await patch(child.id, { list_id }).expect(400)).body).toMatchObject(refusal('#/list_id', detail))
    expect((await patch(child.id, { list_id, parent_id: null }).expect(200)).body).toMatchObject({ list_id, parent_id: null })
  })
})
