import { beforeEach, describe, expect, test } from 'vitest'
import type { DueDate } from '../../src/domain/calendar/due-date.ts'
import { testService } from '../support/service.ts'
import { createTask } from '../support/tasks.ts'

const service = testService()

/** The moments at which alice's tasks are due, in UTC, by their ids. No answer shows them: they are what sorting goes by. */
async function moments(ids: number[]): Promise<string[]> {
  const rows = await service.database.superuser<{ moment: string }>(
    `select to_char(due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as moment from tasks where id = any ($1) order by id`,
    [ids],
  )
  return rows.map(({ moment }) => moment)
}

const momentOf = async (due: DueDate | string): Promise<string | undefined> => (await moments([(await createTask(service.alice, { due })).id]))[0]
const moveTo = (time_zone: string) => service.alice.patch('/api/me', { time_zone }).expect(200)

beforeEach(() => moveTo('UTC'))

describe('an instant as a due date', () => {
  test.each([
    ['2026-11-21', { date: '2026-11-21' }],
    ['2026-11-21T18:30:00Z', { date_time: '2026-11-21T18:30:00', time_zone: 'UTC' }],
    ['2026-11-21T18:30:00+01:00', { date_time: '2026-11-21T17:30:00', time_zone: 'UTC' }],
    ['2026-11-21T18:30:59.999Z', { date_time: '2026-11-21T18:30:59', time_zone: 'UTC' }],
    ['2026-12-31T12:00:00.1111111111Z', { date_time: '2026-12-31T12:00:00', time_zone: 'UTC' }],
    [`2026-12-31T12:00:00.${'9'.repeat(30)}+01:00`, { date_time: '2026-12-31T11:00:00', time_zone: 'UTC' }],
    ['1900-01-01T00:30:00-01:00', { date_time: '1900-01-01T01:30:00', time_zone: 'UTC' }],
  ])('201: %s', async (short, due) => {
    expect((await createTask(service.alice, { due })).due).toEqual(due)
    expect((await createTask(service.alice, { due: short })).due).toEqual(due)
  })
})

describe('a local time in a zone', () => {
  test.each([
    ['in summer', 'Europe/Berlin', '2026-07-01T12:00', '2026-07-01T10:00:00Z'],
    ['that is skipped', 'Europe/Berlin', '2026-03-29T02:30', '2026-03-29T01:30:00Z'],
    ['that is there twice', 'Europe/Berlin', '2026-10-25T02:30', '2026-10-25T00:30:00Z'],
    ['that is skipped', 'America/New_York', '2026-03-08T02:30', '2026-03-08T07:30:00Z'],
    ['that is there twice', 'America/New_York', '2026-11-01T01:30', '2026-11-01T05:30:00Z'],
    ['that is skipped for half an hour', 'Australia/Lord_Howe', '2026-10-04T02:15', '2026-10-03T15:45:00Z'],
    ['that is there twice for half an hour', 'Australia/Lord_Howe', '2026-04-05T01:45', '2026-04-04T14:45:00Z'],
    ['of a day that is skipped', 'Pacific/Apia', '2011-12-30T12:00', '2011-12-30T22:00:00Z'],
  ])('201: one %s: %s, %s', async (_, time_zone, date_time, moment) => {
    expect(await momentOf({ date_time, time_zone })).toBe(moment)
    await moveTo(time_zone)
    expect(await momentOf({ date_time })).toBe(moment)
  })

  test("201: the user's zone does not matter to it", async () => {
    await moveTo('America/New_York')
    expect(await momentOf({ date_time: '2026-07-01T12:00', time_zone: 'Europe/Berlin' })).toBe('2026-07-01T10:00:00Z')
    expect(await momentOf('2026-07-01T12:00:00Z')).toBe('2026-07-01T12:00:00Z')
  })
})

describe('a day', () => {
  test.each([
    ['UTC', '2026-11-21', '2026-11-22T00:00:00Z'],
    ['Europe/Berlin', '2026-03-29', '2026-03-29T22:00:00Z'],
    ['Europe/Berlin', '2026-10-25', '2026-10-25T23:00:00Z'],
    ['America/New_York', '2026-11-01', '2026-11-02T05:00:00Z'],
    ['Australia/Lord_Howe', '2026-10-04', '2026-10-04T13:00:00Z'],
    ['Pacific/Apia', '2011-12-29', '2011-12-30T10:00:00Z'],
    ['Pacific/Apia', '2011-12-30', '2011-12-30T10:00:00Z'],
    ['UTC', '2200-12-31', '2201-01-01T00:00:00Z'],
  ])('201: ends in %s: %s', async (zone, date, moment) => {
    await moveTo(zone)
    expect(await momentOf({ date })).toBe(moment)
  })
})

describe('another time zone of the user', () => {
  test('200: moves days and local times, leaves the others, and what is answered', async () => {
    const dues = [{ date: '2026-07-01' }, { date_time: '2026-07-01T12:00' }, { date_time: '2026-07-01T12:00', time_zone: 'UTC' }]
    const tasks = []
    for (const due of dues) tasks.push(await createTask(service.alice, { due }))
    await moveTo('Europe/Berlin')
    expect(await moments(tasks.map(({ id }) => id))).toEqual(['2026-07-01T22:00:00Z', '2026-07-01T10:00:00Z', '2026-07-01T12:00:00Z'])
    for (const task of tasks) expect((await service.alice.get(`/api/me/tasks/${task.id}`).expect(200)).body).toEqual(task)
  })

  test("200: moves nobody else's", async () => {
    const { id } = await createTask(service.bob, { due: { date: '2026-07-01' } })
    await moveTo('Europe/Berlin')
    expect(await moments([id])).toEqual(['2026-07-02T00:00:00Z'])
  })

  test('200: reaches every task that is made or changed meanwhile', async () => {
    const due = { date: '2026-07-01' }
    const old = await Promise.all(Array.from({ length: 10 }, () => createTask(service.alice)))
    const [made] = await Promise.all([
      Promise.all(Array.from({ length: 10 }, () => createTask(service.alice, { due }))),
      moveTo('Europe/Berlin'),
      ...old.map(({ id }) => service.alice.patch(`/api/me/tasks/${id}`, { due }).expect(200)),
    ])
    const ids = [...old, ...made].map(({ id }) => id)
    expect(new Set(await moments(ids))).toEqual(new Set(['2026-07-01T22:00:00Z']))
  })
})

describe('a change', () => {
  test('200: of another field leaves it', async () => {
    const due = { date_time: '2026-07-01T12:00', time_zone: 'Europe/Berlin' }
    const { id } = await createTask(service.alice, { due })
    const { body } = await service.alice.patch(`/api/me/tasks/${id}`, { title: 'Buy oat milk' }).expect(200)
    expect(body.due).toEqual(due)
    expect(await moments([id])).toEqual(['2026-07-01T10:00:00Z'])
  })

  test('200: to null takes its moment with it', async () => {
    const { id } = await createTask(service.alice, { due: '2026-07-01' })
    const { body } = await service.alice.patch(`/api/me/tasks/${id}`, { due: null }).expect(200)
    expect(body.due).toBeNull()
    expect(await moments([id])).toEqual([null])
  })

  test('200: unknown fields of a due date are omitted', async () => {
    const { due } = await createTask(service.alice, { due: { date: '2026-07-01', all_day: true } })
    expect(due).toEqual({ date: '2026-07-01' })
  })

  test('400: an unknown field of a due date, with handling=strict', async () => {
    const task = { title: 'Buy milk', due: { date: '2026-07-01', all_day: true } }
    const { body } = await service.alice.post('/api/me/tasks', task).set('Prefer', 'handling=strict').expect(400)
    expect(body.errors).toEqual([{ pointer: '#/due/all_day', detail: 'is not a field of this operation' }])
  })
})
