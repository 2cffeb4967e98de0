import { describe, expect, test } from 'vitest'
import type { OperationId } from '../../src/generated/operation-ids.ts'
import { createList } from '../support/lists.ts'
import { createRecurring } from '../support/recurring.ts'
import { testService } from '../support/service.ts'
import type { Client, Person } from '../support/service.ts'
import { createTask } from '../support/tasks.ts'
import { tasksOf } from '../support/trash.ts'
import { stateOf, undoAndRedo } from '../support/undo.ts'
import { operations, send, validRequest } from '../support/valid-request.ts'

const service = testService()

let people = 0
const newcomer = (): Promise<Person> => service.register(`carol-${(people += 1)}`)

/** Someone who has some of each thing, in the trash too. */
async function someoneWithAll(): Promise<Person> {
  const someone = await newcomer()
  const list = await createList(someone)
  const parent = await createTask(someone, { list_id: list.id, tags: ['errands'], priority: 'high', description: 'Semi-skimmed.' })
  await createTask(someone, { parent_id: parent.id, due: { date_time: '2026-12-24T18:00:00', time_zone: 'Europe/Berlin' } })
  await createTask(someone, { due: { date: '2026-12-24' } })
  const recurring = await createRecurring(someone)
  await someone.patch(`/api/me/tasks/${recurring.id}/complete`).expect(200)
  const deleted = await createTask(someone, { tags: ['errands'] })
  await someone.delete(`/api/me/tasks/${deleted.id}`).expect(204)
  return someone
}

describe('every operation that changes something', () => {
  // What they purge is gone for good, and no text of it is kept.
  const purging: OperationId[] = ['purgeTask', 'emptyTrash']
  // An account that was deleted has nobody to undo it; a ticket is used once and shows nothing.
  // Nothing of a webhook is recorded either, nor of a session, a password, a mail or a token.
  const unrecorded: OperationId[] = [
    ...(['deleteUser', 'createStreamTicket', 'changePassword', 'changeEmail', 'requestVerification'] as const),
    ...(['endSession', 'endOtherSessions', 'createToken', 'revokeToken'] as const),
  ]
  const changing = operations.filter(
    ({ id, method, path }) => method !== 'GET' && path.startsWith('/api/{user_id}') && !path.includes('/webhook') && !unrecorded.includes(id),
  )
  const shown = changing.flatMap(({ id, examples }) => {
    const bodies = Object.entries(examples)
    return (bodies.length > 0 ? bodies : [['no body', undefined] as const]).map(([name, example]) => ({ id, name, example }))
  })
  const undoable = shown.filter(({ id }) => !purging.includes(id))

  // What their examples change, where what was just created is not.
  const changedBy: Partial<Record<OperationId, (who: Client) => Promise<number>>> = {
    skipOccurrence: async (who) => (await createRecurring(who)).id,
    updateList: async (who) => (await createList(who, { color: '#4a90d9' })).id,
  }

  // Do not leave out a new operation: where nothing is recorded of what it changes, say why in tests/domain/changes.test.ts, and here.
  test.each(undoable)('$id ($name): undone, all is as it was before, and undone again, as it was after', async ({ id, example }) => {
    const carol = await someoneWithAll()
    const valid = await validRequest(service, id, carol, { name: 'hers', example })
    const request = { ...valid, id: (await changedBy[id]?.(carol)) ?? valid.id }
    const before = await stateOf(carol)
    await send(carol, request).expect(request.operation.success)
    expect(await stateOf(carol)).not.toEqual(before)
    await undoAndRedo(carol, before)
  })

  test.each(purging)('%s: cannot be undone', async (id) => {
    const carol = await someoneWithAll()
    const request = await validRequest(service, id, carol)
    await send(carol, request).expect(request.operation.success)
    const { body } = await carol.post('/api/me/undo').expect(400)
    expect(body.errors).toMatchObject([{ pointer: '#/seq', detail: expect.stringContaining('purged') }])
  })
})

describe('what changes several things', () => {
  type Prepared = { id: number; list: number; other: number; child: number; tag: number }

  async function prepare(who: Client): Promise<Prepared> {
    const [list, other] = [await createList(who), await createList(who, { name: 'Work' })]
    const parent = await createTask(who, { list_id: list.id, tags: ['errands', 'home'], due: { date_time: '2026-12-24T18:00:00' } })
    const child = await createTask(who, { parent_id: parent.id, tags: ['errands'] })
    await createTask(who, { parent_id: child.id, completed: true })
    await createRecurring(who, 'FREQ=DAILY', { date: '2026-11-21' }, { month_overflow: 'skip' })
    const { body: tags } = await who.get('/api/me/tags').expect(200)
    return { id: parent.id, list: list.id, other: other.id, child: child.id, tag: tags[0].id }
  }

  const changes: [name: string, change: (who: Client, ids: Prepared) => PromiseLike<unknown>][] = [
    ['a task completed with its subtasks', (who, { id }) => who.patch(`/api/me/tasks/${id}/complete`, { cascade: true }).expect(200)],
    ['a task deleted with its subtasks', (who, { id }) => who.delete(`/api/me/tasks/${id}?cascade=true`).expect(204)],
    ['a task deleted without its subtasks', (who, { id }) => who.delete(`/api/me/tasks/${id}`).expect(204)],
    ['a subtask deleted', (who, { child }) => who.delete(`/api/me/tasks/${child}?cascade=true`).expect(204)],
    ['a subtask completed', (who, { child }) => who.patch(`/api/me/tasks/${child}/complete`).expect(200)],
    ['a task moved to another list with its subtasks', (who, { id, other }) => who.patch(`/api/me/tasks/${id}`, { list_id: other }).expect(200)],
    ['a subtask moved to the top', (who, { child }) => who.put(`/api/me/tasks/${child}/position`, { parent_id: null, first: true }).expect(200)],
    ['a list deleted with its tasks', (who, { list }) => who.delete(`/api/me/lists/${list}`).expect(204)],
    ['a tag renamed', (who, { tag }) => who.patch(`/api/me/tags/${tag}`, { name: 'chores', color: '#4a90d9' }).expect(200)],
    ['a tag deleted', (who, { tag }) => who.delete(`/api/me/tags/${tag}`).expect(204)],
    ['another time zone', (who) => who.patch('/api/me', { name: 'Carol', time_zone: 'Asia/Tokyo' }).expect(200)],
    ['another kind of due date', (who, { id }) => who.patch(`/api/me/tasks/${id}`, { due: { date: '2026-12-25' }, title: 'Call' }).expect(200)],
    ['a task made recurring', (who, { id }) => who.patch(`/api/me/tasks/${id}`, { recurrence: { rule: 'FREQ=DAILY' } }).expect(200)],
    [
      'a batch that creates, changes and deletes',
      (who, { id, child, list, tag }) =>
        who
          .post('/api/me/batch', {
            atomic: true,
            operations: [
              { operationId: 'createList', body: { name: 'New' } },
              { operationId: 'createTask', body: { title: 'New', tags: ['new'], list_id: { $answer: 0, pointer: '/id' } } },
              { operationId: 'createTask', body: { title: 'Below', tags: ['new'], parent_id: { $answer: 1, pointer: '/id' } } },
              { operationId: 'createTask', body: { title: 'Below', parent_id: id } },
              { operationId: 'createTask', body: { title: 'Deleted' } },
              { operationId: 'deleteTask', params: { id: { $answer: 4, pointer: '/id' } } },
              { operationId: 'updateTag', params: { id: tag }, body: { name: 'chores' } },
              { operationId: 'patchTask', params: { id: child }, body: { title: 'Twice', tags: ['home'] } },
              { operationId: 'patchTask', params: { id: child }, body: { title: 'Changed', parent_id: null } },
              { operationId: 'deleteList', params: { id: list } },
            ],
          })
          .expect(200),
    ],
    [
      'a batch that passes the name of a tag on',
      async (who, { tag }) => {
        const { body: tags } = await who.get('/api/me/tags').expect(200)
        const operations = [
          { operationId: 'updateTag', params: { id: tag }, body: { name: 'x' } },
          { operationId: 'updateTag', params: { id: tags[1].id }, body: { name: tags[0].name } },
        ]
        await who.post('/api/me/batch', { atomic: true, operations }).expect(200)
      },
    ],
  ]

  test.each(changes)('%s: undone as a whole, and made again', async (_, change) => {
    const carol = await newcomer()
    const prepared = await prepare(carol)
    const before = await stateOf(carol)
    await change(carol, prepared)
    await undoAndRedo(carol, before)
  })

  test('a list, and a task from a list, taken out of the trash: they go back to where they were', async () => {
    const carol = await newcomer()
    const { id, list } = await prepare(carol)
    await carol.delete(`/api/me/lists/${list}`).expect(204)
    const before = await stateOf(carol)
    for (const path of [`tasks/${id}`, `lists/${list}`]) {
      await carol.post(`/api/me/${path}/restore`).expect(200)
      await undoAndRedo(carol, before)
      await carol.post('/api/me/undo').expect(200)
    }
    // They are together again.
    await carol.post(`/api/me/lists/${list}/restore`).expect(200)
    expect((await stateOf(carol)).tasksInTrash).toEqual([])
  })

  test('completed, reopened and skipped occurrences', async () => {
    const carol = await newcomer()
    const { id } = await createRecurring(carol, 'FREQ=DAILY;COUNT=3')
    const steps = [{ completed: true }, { completed: true }, { completed: false }, { completed: true }, { completed: true }]
    for (const body of steps) {
      const before = await stateOf(carol)
      await carol.patch(`/api/me/tasks/${id}/complete`, body).expect(200)
      await undoAndRedo(carol, before)
    }
  })

  test('a list with more tasks than are moved one by one', { timeout: 60_000 }, async () => {
    const carol = await newcomer()
    const list = await createList(carol)
    const insert = "insert into tasks (user_id, list_id, title) select $1, $2, 'Task ' || n from generate_series(1, 1100) as n"
    await service.database.superuser(insert, [carol.id, list.id])
    const ids = async (): Promise<number[]> => (await tasksOf(carol)).map((task) => task.id)
    const before = await ids()
    await carol.delete(`/api/me/lists/${list.id}`).expect(204)
    await carol.post('/api/me/undo').expect(200)
    expect(await ids()).toEqual(before)
    await carol.post('/api/me/undo').expect(200)
    expect(await ids()).toEqual([])
    await carol.post('/api/me/undo').expect(200)
    await carol.patch(`/api/me/tasks/${before[0]}`, { title: 'Changed' }).expect(200)
    const { body } = await carol.post('/api/me/undo', { seq: await seqOfLast(carol, 'undoChange') }).expect(409)
    expect(body.errors).toMatchObject([{ changed: { type: 'task', id: before[0] } }])
  })

  /** The number of the last change that an operation made. */
  async function seqOfLast(who: Person, operation: OperationId): Promise<number> {
    const rows = await service.database.superuser<{ seq: number }>('select max(seq)::int as seq from changes where user_id = $1 and operation = $2', [
      who.id,
      operation,
    ])
    return rows[0]?.seq ?? 0
  }
})

describe('several steps back', () => {
  test('changes of the same field are undone one after the other, the last one first', async () => {
    const carol = await newcomer()
    const states = [await stateOf(carol)]
    const { id } = await createTask(carol, { title: 'One', tags: ['a'] })
    states.push(await stateOf(carol))
    for (const change of [{ title: 'Two' }, { title: 'Three', tags: ['b'] }, { title: 'One', completed: true }]) {
      await carol.patch(`/api/me/tasks/${id}`, change).expect(200)
      states.push(await stateOf(carol))
    }
    for (const seq of [4, 3, 2]) {
      await carol.post('/api/me/undo', { seq }).expect(200)
      const { things } = await stateOf(carol)
      expect(things.filter(([key]) => key.startsWith('task '))).toEqual(states[seq - 1]?.things.filter(([key]) => key.startsWith('task ')))
    }
    await carol.post('/api/me/undo', { seq: 1 }).expect(200)
    await carol.get(`/api/me/tasks/${id}`).expect(404)
  })

  test('without a number, the last change is undone and made again in turn', async () => {
    const carol = await newcomer()
    const { id } = await createTask(carol, { title: 'One' })
    await carol.patch(`/api/me/tasks/${id}`, { title: 'Two' }).expect(200)
    const titles: string[] = []
    for (let times = 0; times < 3; times += 1) {
      await carol.post('/api/me/undo').expect(200)
      titles.push((await carol.get(`/api/me/tasks/${id}`).expect(200)).body.title)
    }
    expect(titles).toEqual(['One', 'Two', 'One'])
  })
})
