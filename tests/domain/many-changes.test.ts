import { beforeAll, describe, expect, test } from 'vitest'
import { allChangesOf } from '../support/changes.ts'
import { testService } from '../support/service.ts'
import type { Person } from '../support/service.ts'

const writeTimeoutMs = 6_000
const recordingMs = 2

describe(`statements may take ${writeTimeoutMs} ms, and recording a change takes ${recordingMs} ms`, () => {
  const service = testService({ settings: { writeTimeoutMs } })
  const someAtOnce = 4_500
  const tooMany = 14_000

  beforeAll(async () => {
    const { alice, bob, database } = service
    await addTagged(alice, someAtOnce)
    await addTagged(bob, tooMany)
    await database.superuser(`
      create function record_slowly() returns trigger language plpgsql as $$ begin perform pg_sleep(${recordingMs / 1_000}); return null; end $$;
      create trigger slowly after insert on changes for each row execute function record_slowly()`)
  })

  /** Adds tasks with the tag "home". */
  async function addTagged({ id, post }: Person, count: number): Promise<void> {
    await post('/api/me/tasks', { title: 'x', tags: ['home'] }).expect(201)
    await service.database.superuser(`insert into tasks (user_id, title, tags) select ${id}, n, array['home'] from generate_series(2, ${count}) as n`)
  }

  const tagOf = async ({ get }: Person): Promise<string> => `/api/me/tags/${(await get('/api/me/tags').expect(200)).body[0].id}`

  test('200: a tag of so many tasks that recording them takes longer than a statement may', async () => {
    expect(someAtOnce * recordingMs).toBeGreaterThan(writeTimeoutMs)
    const { cursor } = await allChangesOf(service.alice)
    await service.alice.patch(await tagOf(service.alice), { name: 'house' }).expect(200)
    const { changes } = await allChangesOf(service.alice, cursor)
    expect(changes.map(({ type, op }) => `${op} ${type}`).sort()).toEqual(['upsert tag', ...Array<string>(someAtOnce).fill('upsert task')])
  })

  test('204: a task is deleted whose subtasks, so many that recording them takes longer than a statement may, move up', async () => {
    const who = await service.register('parent')
    const { id } = (await who.post('/api/me/tasks', { title: 'x' }).expect(201)).body
    await service.database.superuser(`
      alter table changes disable trigger slowly;
      insert into tasks (user_id, title, parent_id) select ${who.id}, n, ${id} from generate_series(1, ${someAtOnce}) as n;
      update tasks set subtask_count = ${someAtOnce}, open_subtask_count = ${someAtOnce} where id = ${id};
      alter table changes enable trigger slowly`)
    await who.delete(`/api/me/tasks/${id}?cascade=false`).expect(204)
    expect((await who.get('/api/me/tasks?parent_id=none&limit=1').set('Prefer', 'count=exact').expect(200)).headers['x-total-count']).toBe(String(someAtOnce))
  })

  test('400: a tag of so many tasks that it takes longer than four statements may; nothing is changed', async () => {
    expect(tooMany * recordingMs).toBeGreaterThan(4 * writeTimeoutMs)
    const tag = await tagOf(service.bob)
    const { body } = await service.bob.patch(tag, { name: 'house' }).expect(400)
    expect(body).toMatchObject({
      type: '/docs/problems/request-too-costly',
      detail: 'The request changes so much that it takes longer than 24 seconds. Nothing was changed. Change fewer tasks in one request.',
    })
    const { body: unchanged } = await service.bob.get('/api/me/tasks?tag=house').expect(200)
    expect(unchanged).toEqual([])
  })
})
