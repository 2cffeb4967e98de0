import { randomUUID } from 'node:crypto'
import { describe, expect } from 'vitest'
import { atOnce } from '../support/at-once.ts'
import { createList } from '../support/lists.ts'
import { testsOf } from '../support/operation-tests.ts'
import { testService } from '../support/service.ts'
import type { Client } from '../support/service.ts'
import { createTask } from '../support/tasks.ts'

const test = testsOf('undoChange')
const service = testService()

const undo = (who: Client, seq?: number) => who.post('/api/me/undo', seq === undefined ? undefined : { seq })
const titleOf = async (who: Client, id: number): Promise<string> => (await who.get(`/api/me/tasks/${id}`).expect(200)).body.title

test('200: although the database finds it in a deadlock first, in one of several statements that are sent together', async () => {
  const { superuser } = service.database
  const carol = await service.register('deadlock')
  const { id } = await createTask(carol, { title: 'One' })
  await carol.patch(`/api/me/tasks/${id}`, { title: 'Two' }).expect(200)
  // A sequence is not rolled back, so that there is one deadlock.
  await superuser(`create sequence deadlocks;
    alter function lock_step(bigint) rename to lock_step_of_old;
    create function lock_step(step bigint) returns void language plpgsql as $$
      begin
        if nextval('deadlocks') = 1 then raise exception using errcode = '40P01', message = 'deadlock detected'; end if;
        perform lock_step_of_old(step);
      end $$;
    grant usage on sequence deadlocks to public`)
  try {
    await undo(carol).expect(200)
    expect(await titleOf(carol, id)).toBe('One')
    expect(await superuser('select last_value::int from deadlocks')).toEqual([{ last_value: 2 }])
  } finally {
    await superuser('drop function lock_step(bigint); alter function lock_step_of_old(bigint) rename to lock_step; drop sequence deadlocks')
  }
})

describe('which change', () => {
  test('200: the last one, if none is named; its number and that of the undo', async () => {
    const carol = await service.register('last')
    const { id } = await createTask(carol, { title: 'One' })
    await carol.patch(`/api/me/tasks/${id}`, { title: 'Two' }).expect(200)
    const { body } = await undo(carol).expect(200)
    expect(body).toEqual({ undone: 2, seq: 3 })
    expect(await titleOf(carol, id)).toBe('One')
  })

  test('200: an earlier one, of other fields than those that were changed since', async () => {
    const carol = await service.register('earlier')
    const { id } = await createTask(carol, { title: 'One' })
    await carol.patch(`/api/me/tasks/${id}`, { title: 'Two' }).expect(200)
    await carol.patch(`/api/me/tasks/${id}`, { priority: 'high' }).expect(200)
    await undo(carol, 2).expect(200)
    const { body } = await carol.get(`/api/me/tasks/${id}`).expect(200)
    expect(body).toMatchObject({ title: 'One', priority: 'high', version: 4 })
  })

  test('409: none that the service itself made, if none is named', async () => {
    const carol = await service.register('itself')
    const { id } = await createTask(carol, { title: 'One' })
    await service.database.superuser("update tasks set title = 'Two', version = version + 1 where id = $1", [id])
    const { body } = await undo(carol).expect(409)
    expect(body.errors).toMatchObject([{ changed: { type: 'task', id, fields: ['title'] } }])
  })

  test('200: only once, with an Idempotency-Key', async () => {
    const carol = await service.register('once')
    const { id } = await createTask(carol, { title: 'One' })
    await carol.patch(`/api/me/tasks/${id}`, { title: 'Two' }).expect(200)
    const key = randomUUID()
    const answers = [await undo(carol).set('Idempotency-Key', key).expect(200), await undo(carol).set('Idempotency-Key', key).expect(200)]
    expect(answers[1]?.body).toEqual(answers[0]?.body)
    expect(answers[1]?.headers['idempotency-replayed']).toBe('true')
    expect(await titleOf(carol, id)).toBe('One')
  })

  test('200: nothing happens in a dry run', async () => {
    const carol = await service.register('dry')
    const { id } = await createTask(carol, { title: 'One' })
    await carol.patch(`/api/me/tasks/${id}`, { title: 'Two' }).expect(200)
    await undo(carol).set('Prefer', 'dry-run').expect(200)
    expect(await titleOf(carol, id)).toBe('Two')
    expect((await undo(carol).expect(200)).body).toEqual({ undone: 2, seq: 3 })
  })

  test('200: two undos of the same change at once: one succeeds', async () => {
    const carol = await service.register('two')
    const { id } = await createTask(carol, { title: 'One' })
    await carol.patch(`/api/me/tasks/${id}`, { title: 'Two' }).expect(200)
    const answers = await atOnce(2, () => undo(carol, 2))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    expect(await titleOf(carol, id)).toBe('One')
  })

  test('200: a task that was restored meanwhile with a due date is due by the time zone of now', async () => {
    const carol = await service.register('zone')
    const { id } = await createTask(carol, { due: { date_time: '2026-12-24T18:00:00' } })
    await carol.patch(`/api/me/tasks/${id}`, { due: null }).expect(200)
    await carol.patch('/api/me', { time_zone: 'Asia/Tokyo' }).expect(200)
    await undo(carol, 2).expect(200)
    const [row] = await service.database.superuser<{ due_at: string }>("select due_at at time zone 'UTC' || '' as due_at from tasks where id = $1", [id])
    expect(row?.due_at).toBe('2026-12-24 09:00:00')
  })

  test('200: something new goes to the trash, and a list together with its tasks', async () => {
    const carol = await service.register('new')
    const operations = [
      { operationId: 'createList', body: { name: 'Move house' } },
      { operationId: 'createTask', body: { title: 'Pack', list_id: { $answer: 0, pointer: '/id' } } },
      { operationId: 'createTask', body: { title: 'Tape', parent_id: { $answer: 1, pointer: '/id' } } },
    ]
    await carol.post('/api/me/batch', { atomic: true, operations }).expect(200)
    await undo(carol).expect(200)
    const { body: lists } = await carol.get('/api/me/deleted-lists').expect(200)
    await carol.post(`/api/me/lists/${lists[0].id}/restore`).expect(200)
    const { body: tasks } = await carol.get('/api/me/tasks').expect(200)
    expect(tasks).toMatchObject([{ title: 'Pack', subtask_count: 1 }, { title: 'Tape' }])
  })

  test('200: a tag gets its name back on tasks that were given it since', async () => {
    const carol = await service.register('named')
    await createTask(carol, { tags: ['errands'] })
    const { body: tags } = await carol.get('/api/me/tags').expect(200)
    await carol.patch(`/api/me/tags/${tags[0].id}`, { name: 'chores' }).expect(200)
    const { id } = await createTask(carol, { tags: ['chores'] })
    await undo(carol, 2).expect(200)
    expect((await carol.get(`/api/me/tasks/${id}`).expect(200)).body.tags).toEqual(['errands'])
  })

  test('200: a tag that other tasks have by now stays', async () => {
    const carol = await service.register('kept')
    await createTask(carol, { tags: ['errands'] })
    await createTask(carol, { tags: ['errands'] })
    await undo(carol, 1).expect(200)
    expect((await carol.get('/api/me/tags').expect(200)).body).toMatchObject([{ name: 'errands', task_count: 1 }])
  })
})

describe('a change that cannot be undone', () => {
  test.each([
    ['one in the future', 99],
    ['one that is not there any more', 1],
  ])('400: %s', async (what, seq) => {
    const carol = await service.register(what.replaceAll(' ', '-'))
    await createTask(carol)
    await service.database.superuser('delete from changes where user_id = $1', [carol.id])
    const { body } = await undo(carol, seq).expect(400)
    expect(body.errors).toEqual([{ pointer: '#/seq', detail: 'must be the number of one of your changes that are still recorded' }])
  })

  test("400: another user's number", async () => {
    const [carol, dave] = [await service.register('carol'), await service.register('dave')]
    const { id } = await createTask(carol)
    await undo(dave, 1).expect(400)
    await carol.get(`/api/me/tasks/${id}`).expect(200)
  })

  test('400: none, as there is nothing to undo', async () => {
    const carol = await service.register('nothing')
    const { body } = await undo(carol).expect(400)
    expect(body.errors).toEqual([{ pointer: '#/seq', detail: 'is required: there is no change to undo' }])
  })

  test('400: one of a task that was purged since', async () => {
    const carol = await service.register('purged')
    const { id } = await createTask(carol)
    await carol.patch(`/api/me/tasks/${id}`, { title: 'Two' }).expect(200)
    await carol.delete(`/api/me/tasks/${id}`).expect(204)
    await carol.delete(`/api/me/trash/${id}`).expect(204)
    for (const seq of [1, 2, 3, 4]) await undo(carol, seq).expect(400)
  })

  test('400: one whose record is being removed', async () => {
    const carol = await service.register('removed')
    const { id } = await createTask(carol)
    await carol.delete(`/api/me/tasks/${id}`).expect(204)
    await service.database.superuser('delete from changes where user_id = $1 and seq = 2 and ordinal = 1', [carol.id])
    await undo(carol, 2).expect(400)
  })

  test('400: one of more than 10,000 things', async () => {
    const carol = await service.register('many')
    await createTask(carol)
    const copies = `insert into changes (user_id, seq, ordinal, type, entity_id, data) select $1, 1, n, 'tag', n, '{}' from generate_series(2, 10001) as n`
    await service.database.superuser(copies, [carol.id])
    const { body } = await undo(carol, 1).expect(400)
    expect(body.errors).toMatchObject([{ pointer: '#/seq', detail: expect.stringContaining('at most 10000') }])
  })

  test('400: a number below 1', async () => {
    const { body } = await service.alice.post('/api/me/undo', { seq: 0 }).expect(400)
    expect(body.errors).toMatchObject([{ pointer: '#/seq' }])
  })
})

describe('a change that would overwrite later ones', () => {
  type Conflict = { type: string; id: number; fields: string[] }
  type Case = (who: Client) => Promise<{ seq: number; conflict: Conflict }>

  const cases: [name: string, make: Case][] = [
    [
      'a title and a due date that were changed again',
      async (who) => {
        const { id } = await createTask(who)
        await who.patch(`/api/me/tasks/${id}`, { title: 'Two', due: '2026-12-24', priority: 'low' }).expect(200)
        await who.patch(`/api/me/tasks/${id}`, { title: 'Three', due: '2026-12-25' }).expect(200)
        return { seq: 2, conflict: { type: 'task', id, fields: ['due', 'title'] } }
      },
    ],
    [
      'a new task that was changed',
      async (who) => {
        const { id } = await createTask(who)
        await who.patch(`/api/me/tasks/${id}/complete`).expect(200)
        return { seq: 1, conflict: { type: 'task', id, fields: ['completed'] } }
      },
    ],
    [
      'a new task that has subtasks by now',
      async (who) => {
        const parent = await createTask(who)
        const { id } = await createTask(who, { parent_id: parent.id })
        return { seq: 1, conflict: { type: 'task', id, fields: ['parent_id'] } }
      },
    ],
    [
      'a new list that has tasks by now',
      async (who) => {
        const list = await createList(who)
        const { id } = await createTask(who, { list_id: list.id })
        return { seq: 1, conflict: { type: 'task', id, fields: ['list_id'] } }
      },
    ],
    [
      'a move from a list that was deleted since',
      async (who) => {
        const list = await createList(who)
        const { id } = await createTask(who, { list_id: list.id })
        await who.patch(`/api/me/tasks/${id}`, { list_id: null }).expect(200)
        await who.delete(`/api/me/lists/${list.id}`).expect(204)
        return { seq: 3, conflict: { type: 'task', id, fields: ['list_id'] } }
      },
    ],
    [
      'a move from a list that was purged since',
      async (who) => {
        const list = await createList(who)
        const { id } = await createTask(who, { list_id: list.id })
        await who.patch(`/api/me/tasks/${id}`, { list_id: null }).expect(200)
        await who.delete(`/api/me/lists/${list.id}`).expect(204)
        await who.delete('/api/me/trash').expect(204)
        return { seq: 3, conflict: { type: 'task', id, fields: ['list_id'] } }
      },
    ],
    [
      'a move of a task that its new parent was put below since',
      async (who) => {
        const { id } = await createTask(who)
        const other = await createTask(who, { parent_id: id })
        await who.patch(`/api/me/tasks/${other.id}`, { parent_id: null }).expect(200)
        await who.patch(`/api/me/tasks/${id}`, { parent_id: other.id }).expect(200)
        return { seq: 3, conflict: { type: 'task', id: other.id, fields: ['parent_id'] } }
      },
    ],
    [
      'tags of which one was renamed since',
      async (who) => {
        const { id } = await createTask(who, { tags: ['errands'] })
        await who.patch(`/api/me/tasks/${id}`, { tags: [] }).expect(200)
        const { body: tags } = await who.get('/api/me/tags').expect(200)
        await who.patch(`/api/me/tags/${tags[0].id}`, { name: 'chores' }).expect(200)
        return { seq: 2, conflict: { type: 'task', id, fields: ['tags'] } }
      },
    ],
    [
      'the name of a tag that another one has by now',
      async (who) => {
        await createTask(who, { tags: ['errands'] })
        const { body: tags } = await who.get('/api/me/tags').expect(200)
        await who.delete(`/api/me/tags/${tags[0].id}`).expect(204)
        await createTask(who, { tags: ['errands'] })
        return { seq: 2, conflict: { type: 'tag', id: tags[0].id, fields: ['name'] } }
      },
    ],
    [
      'a deletion of something that was restored since',
      async (who) => {
        const { id } = await createTask(who)
        await who.delete(`/api/me/tasks/${id}`).expect(204)
        await who.post(`/api/me/tasks/${id}/restore`).expect(200)
        return { seq: 2, conflict: { type: 'task', id, fields: ['deleted_at'] } }
      },
    ],
  ]

  test.each(cases)('409: %s', async (name, make) => {
    const carol = await service.register(`conflict-${cases.findIndex(([other]) => other === name)}`)
    const { seq, conflict } = await make(carol)
    const { body } = await undo(carol, seq).expect(409)
    expect(body).toMatchObject({ type: '/docs/problems/undo-conflict', errors: [{ pointer: '#/seq', changed: conflict }] })
    expect(body.errors).toHaveLength(1)
  })
})
