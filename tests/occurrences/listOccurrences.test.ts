import { beforeEach, describe, expect } from 'vitest'
import type { components } from '../../src/generated/contract.ts'
import { testsOf } from '../support/operation-tests.ts'
import { createRecurring, duesOf } from '../support/recurring.ts'
import { testService } from '../support/service.ts'
import { createTask, nonIds } from '../support/tasks.ts'
import type { Task } from '../support/tasks.ts'

const test = testsOf('listOccurrences')
const service = testService()

type Occurrence = components['schemas']['Occurrence']

describe('listOccurrences', () => {
  let task: Task
  let path: string
  beforeEach(async () => {
    task = await createRecurring(service.alice)
    path = `/api/me/tasks/${task.id}/occurrences`
    await duesOf(service.alice, task, 1)
    await service.alice.post(`${path}/skip`).expect(200)
  })
  const list = async (query = ''): Promise<Occurrence[]> => (await service.alice.get(`${path}${query}`).expect(200)).body
  const projected = (date: string) => ({ id: null, task_id: task.id, due: { date }, outcome: 'projected', completed_at: null })

  test('200: what is over, oldest first', async () => {
    const over = { id: expect.any(Number), task_id: task.id, completed_at: expect.stringMatching(/Z$/) }
    expect(await list()).toEqual([
      { ...over, due: { date: '2026-11-21' }, outcome: 'completed' },
      { ...over, due: { date: '2026-11-28' }, outcome: 'skipped' },
    ])
  })

  test('200: within some days, and what is to come in them', async () => {
    const [, skipped] = await list()
    expect(await list('?from=2026-11-22&to=2026-12-12')).toEqual([skipped, projected('2026-12-05'), projected('2026-12-12')])
    expect(await list('?from=2026-12-13&to=2026-12-20')).toEqual([projected('2026-12-19')])
  })

  test('200: what was moved is where it was moved to', async () => {
    await service.alice.patch(`/api/me/tasks/${task.id}`, { due: '2026-12-07' }).expect(200)
    expect(await list('?from=2026-12-01&to=2026-12-12')).toEqual([projected('2026-12-07'), projected('2026-12-12')])
  })

  test('200: nothing after the last, nor of a task that is completed or does not recur', async () => {
    const window = '?from=2026-11-01&to=2026-12-31'
    const [short, plain] = [await createRecurring(service.alice, 'FREQ=WEEKLY;COUNT=2'), await createTask(service.alice, { due: '2026-11-21' })]
    const of = async ({ id }: Task): Promise<Occurrence[]> => (await service.alice.get(`/api/me/tasks/${id}/occurrences${window}`).expect(200)).body
    expect(await of(short)).toMatchObject([{ due: { date: '2026-11-21' } }, { due: { date: '2026-11-28' } }])
    await duesOf(service.alice, short, 2)
    expect((await of(short)).map(({ outcome }) => outcome)).toEqual(['completed', 'completed'])
    expect(await of(plain)).toEqual([])
  })

  test('200: at most 100 that are to come, however far the days are', async () => {
    const daily = await createRecurring(service.alice, 'FREQ=DAILY')
    const of = async (days: string) => (await service.alice.get(`/api/me/tasks/${daily.id}/occurrences?${days}`).expect(200)).body
    expect(await of('from=2026-11-21&to=2027-11-20')).toHaveLength(100)
    expect(await of('from=2199-01-01&to=2199-12-31')).toHaveLength(100)
  })

  test('200: in pages, with what is to come on the last', async () => {
    const whole = await list('?from=2026-11-01&to=2026-12-12')
    const { body, headers } = await service.alice.get(`${path}?from=2026-11-01&to=2026-12-12&limit=1`).expect(200)
    expect(body).toEqual(whole.slice(0, 1))
    const next = /^<(.+)>; rel="next"$/.exec(headers['link'] ?? '')?.[1] ?? ''
    const rest = await service.alice.get(next).expect(200)
    expect(rest.body).toEqual(whole.slice(1))
    expect(rest.headers).not.toHaveProperty('link')
  })

  test.each([
    ['from=2026-11-01', 'to'],
    ['to=2026-11-01', 'from'],
    ['from=2026-11-02&to=2026-11-01', 'to'],
    ['from=2026-01-01&to=2027-01-02', 'to'],
    ['from=2026-02-30&to=2026-03-01', 'from'],
    ['from=2026-02-01&to=2026-02-30', 'to'],
    ['from=yesterday&to=2026-02-01', 'from'],
  ])('400: %s', async (query, parameter) => {
    const { body } = await service.alice.get(`${path}?${query}`).expect(400)
    expect(body.errors).toEqual([{ parameter, detail: expect.any(String) }])
  })

  test.each(nonIds)('400: the id %s', async (id) => {
    await service.alice.get(`/api/me/tasks/${id}/occurrences`).expect(400)
  })

  test("404: another user's task", async () => {
    await service.bob.get(path).expect(404)
  })
})
