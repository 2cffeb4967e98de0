import { beforeEach, describe, expect, test } from 'vitest'
import { createRecurring, duesOf } from '../support/recurring.ts'
import { testService } from '../support/service.ts'
import { countStatuses } from '../support/statuses.ts'
import { createTask } from '../support/tasks.ts'
import type { Task } from '../support/tasks.ts'

const service = testService()
const path = ({ id }: Task): string => `/api/me/tasks/${id}`
const moveTo = (time_zone: string) => service.alice.patch('/api/me', { time_zone }).expect(200)
beforeEach(() => moveTo('UTC'))

const clamp = { month_overflow: 'clamp' }

describe('a rule leads from date to date', () => {
  test.each([
    ['FREQ=DAILY', '2026-02-27', {}, ['2026-02-28', '2026-03-01']],
    ['FREQ=DAILY;INTERVAL=3', '2026-11-21', {}, ['2026-11-24', '2026-11-27']],
    ['freq=weekly', '2026-11-21', {}, ['2026-11-28', '2026-12-05']],
    ['FREQ=WEEKLY;BYDAY=MO,TH', '2026-11-21', {}, ['2026-11-23', '2026-11-26', '2026-11-30']],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;WKST=MO', '2026-11-17', {}, ['2026-11-22', '2026-12-06']],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;WKST=SU', '2026-11-17', {}, ['2026-11-29', '2026-12-13']],
    ['FREQ=MONTHLY;BYDAY=-1FR', '2026-11-21', {}, ['2026-11-27', '2026-12-25', '2027-01-29']],
    ['FREQ=MONTHLY', '2026-01-31', {}, ['2026-03-31', '2026-05-31', '2026-07-31']],
    ['FREQ=MONTHLY', '2026-01-31', clamp, ['2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31']],
    ['FREQ=MONTHLY;BYMONTHDAY=31', '2026-01-31', clamp, ['2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31']],
    ['FREQ=MONTHLY;INTERVAL=2', '2025-12-31', clamp, ['2026-02-28', '2026-04-30', '2026-06-30', '2026-08-31']],
    ['FREQ=MONTHLY;BYMONTHDAY=15,31', '2026-01-31', clamp, ['2026-02-15', '2026-02-28', '2026-03-15']],
    ['FREQ=MONTHLY;BYMONTHDAY=29,30', '2026-01-30', clamp, ['2026-02-28', '2026-03-29', '2026-03-30']],
    ['FREQ=YEARLY', '2024-02-29', {}, ['2028-02-29', '2032-02-29']],
    ['FREQ=YEARLY', '2024-02-29', clamp, ['2025-02-28', '2026-02-28', '2027-02-28', '2028-02-29']],
    ['FREQ=YEARLY;BYMONTH=2,4;BYMONTHDAY=31', '2026-01-01', clamp, ['2026-02-28', '2026-04-30', '2027-02-28']],
    ['FREQ=DAILY;COUNT=3', '2026-11-21', {}, ['2026-11-22', '2026-11-23', 'done']],
    ['FREQ=MONTHLY;BYMONTHDAY=15,31;COUNT=3', '2026-01-31', clamp, ['2026-02-15', '2026-02-28', 'done']],
    ['FREQ=DAILY;UNTIL=20261122', '2026-11-21', {}, ['2026-11-22', 'done']],
    ['FREQ=YEARLY', '2199-12-31', {}, ['2200-12-31', 'done']],
    // A week belongs to one year, though its days are in two.
    ['FREQ=YEARLY;BYWEEKNO=53;BYDAY=TU,FR,SA', '2026-12-29', {}, ['2027-01-01', '2027-01-02', '2032-12-28', '2032-12-31', '2033-01-01', '2037-12-29']],
    ['FREQ=YEARLY;INTERVAL=2;BYWEEKNO=1;BYDAY=MO,FR', '2024-12-30', {}, ['2025-01-03', '2027-01-04', '2027-01-08', '2029-01-01']],
    ['FREQ=YEARLY;BYWEEKNO=20', '2026-05-13', {}, ['2027-05-19', '2028-05-17']],
    ['FREQ=YEARLY;BYWEEKNO=20;BYMONTHDAY=13', '2026-05-13', {}, ['2030-05-13', '2031-05-13', '2032-05-13', '2036-05-13']],
    // However far the next date is: 8, 23, 28, 40 and 100 years.
    ['FREQ=YEARLY', '2096-02-29', {}, ['2104-02-29', '2108-02-29']],
    ['FREQ=YEARLY;INTERVAL=23', '2026-11-28', {}, ['2049-11-28', '2072-11-28']],
    ['FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO', '2044-02-29', {}, ['2072-02-29', '2112-02-29', '2140-02-29', '2168-02-29', '2196-02-29', 'done']],
    ['FREQ=YEARLY;INTERVAL=100', '2026-11-28', {}, ['2126-11-28', 'done']],
  ])('200: %s from %s, %j', async (rule, date, more, dues) => {
    expect(await duesOf(service.alice, await createRecurring(service.alice, rule, { date }, more), dues.length)).toEqual(dues)
  })

  test.each([
    [{ date_time: '2026-03-28T02:30', time_zone: 'Europe/Berlin' }, ['2026-03-29T02:30', '2026-03-30T02:30']],
    [{ date_time: '2026-11-21T18:30' }, ['2026-11-22T18:30', '2026-11-23T18:30']],
    [{ date_time: '2026-11-21T18:30:00' }, ['2026-11-22T18:30:00', '2026-11-23T18:30:00']],
  ])('200: at the time of day, in the zone and the form of %j', async (due, dues) => {
    const task = await createRecurring(service.alice, 'FREQ=DAILY', due)
    expect(await duesOf(service.alice, task, 2)).toEqual(dues)
    const { body } = await service.alice.get(path(task)).expect(200)
    expect(body.due).toEqual({ ...due, date_time: dues[1] })
  })

  test.each([
    ['UTC', '20261123T173000Z', ['2026-11-22T18:30', 'done']],
    ['Europe/Berlin', '20261123T173000Z', ['2026-11-22T18:30', '2026-11-23T18:30', 'done']],
    ['UTC', '20261122T183000', ['2026-11-22T18:30', 'done']],
  ])('200: a local time, for a user in %s, until %s', async (zone, until, dues) => {
    await moveTo(zone)
    const task = await createRecurring(service.alice, `FREQ=DAILY;UNTIL=${until}`, { date_time: '2026-11-21T18:30' })
    expect(await duesOf(service.alice, task, dues.length)).toEqual(dues)
  })
})

describe('an invalid rule', () => {
  const due = { date: '2026-11-21' }
  test.each([
    ['FREQ=HOURLY', 'FREQ of DAILY'],
    ['FREQ=SECONDLY', 'FREQ of DAILY'],
    ['INTERVAL=2', 'must have a FREQ'],
    ['FREQ=DAILY;COUNT=1001', 'COUNT from 1 to 1000'],
    ['FREQ=DAILY;COUNT=0', 'COUNT from 1 to 1000'],
    ['FREQ=DAILY;INTERVAL=0', 'INTERVAL from 1 to 1000'],
    ['FREQ=DAILY;INTERVAL=1001', 'INTERVAL from 1 to 1000'],
    ['FREQ=DAILY;COUNT=2;UNTIL=20270101', 'both COUNT and UNTIL'],
    ['FREQ=DAILY;UNTIL=20270230', 'a valid UNTIL'],
    ['FREQ=DAILY;UNTIL=20200101', 'must produce a date after the due date'],
    ['FREQ=DAILY;FREQ=DAILY', 'must not repeat a part'],
    ['FREQ=DAILY;', 'an empty part'],
    ['FREQ=DAILY;BYHOUR=9', 'the due date sets the time of day'],
    ['FREQ=DAILY;DTSTART=20260101', 'the due date is the first date'],
    ['RSCALE=GREGORIAN;FREQ=DAILY;SKIP=OMIT', 'use month_overflow'],
    ['FREQ=DAILY;CONSTRUCTOR=1', 'not a part of a rule'],
    ['FREQ=MONTHLY;BYMONTHDAY=32', 'days from 1 to 31'],
    ['FREQ=WEEKLY;BYDAY=2MO', 'must not number the weekdays of BYDAY unless FREQ is MONTHLY or YEARLY'],
    ['FREQ=DAILY;BYDAY=MO,-1FR', 'must not number the weekdays of BYDAY unless FREQ is MONTHLY or YEARLY'],
    ['FREQ=YEARLY;BYWEEKNO=20;BYDAY=1MO', 'must not number the weekdays of BYDAY if it has BYWEEKNO'],
    ['FREQ=WEEKLY;BYMONTHDAY=3', 'must not have BYMONTHDAY if FREQ is WEEKLY'],
    ['FREQ=MONTHLY;BYWEEKNO=20', 'must not have BYWEEKNO unless FREQ is YEARLY'],
    ['FREQ=DAILY;BYYEARDAY=100', 'must not have BYYEARDAY unless FREQ is YEARLY'],
    ['FREQ=MONTHLY;BYSETPOS=1', 'must have another part that starts with BY if it has BYSETPOS'],
    ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', 'must produce a date after the due date'],
    ['FREQ=MONTHLY;BYDAY=6MO', 'must produce a date after the due date'],
    ['FREQ=YEARLY;INTERVAL=1000', 'must produce a date after the due date, by the end of 2200'],
    ['FREQ=WEEKLY;BYDAY=MO;BYSETPOS=5', 'must produce a date after the due date'],
    ['FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30', 'must produce a date after the due date'],
  ])('400: %s', async (rule, words) => {
    const creation = { title: 'Water the plants', due, recurrence: { rule } }
    const { body } = await service.alice.post('/api/me/tasks', creation).expect(400)
    expect(body.errors).toEqual([{ pointer: '#/recurrence/rule', detail: expect.stringContaining(words) }])
  })

  test('400: a clamp that could not be told', async () => {
    const recurrence = { rule: 'FREQ=MONTHLY;BYMONTHDAY=31;BYDAY=FR', month_overflow: 'clamp' }
    const { body } = await service.alice.post('/api/me/tasks', { title: 'x', due, recurrence }).expect(400)
    expect(body.errors).toEqual([{ pointer: '#/recurrence/rule', detail: expect.stringContaining('month_overflow') }])
  })

  test.each([
    [{ rule: 'FREQ=DAILY', anchor: 'due' }, '#/recurrence/anchor'],
    [{ rule: 'FREQ=DAILY', month_overflow: 'wrap' }, '#/recurrence/month_overflow'],
    [{ anchor: 'schedule' }, '#/recurrence/rule'],
    [{ rule: 'every day' }, '#/recurrence/rule'],
  ])('400: %j', async (recurrence, pointer) => {
    const { body } = await service.alice.post('/api/me/tasks', { title: 'x', due, recurrence }).expect(400)
    expect(body.errors).toContainEqual({ pointer, detail: expect.any(String) })
  })

  test('400: one without a due date, and one that loses it', async () => {
    const { body } = await service.alice.post('/api/me/tasks', { title: 'x', recurrence: { rule: 'FREQ=DAILY' } }).expect(400)
    expect(body.errors).toEqual([{ pointer: '#/recurrence', detail: expect.stringContaining('due') }])
    const task = await createRecurring(service.alice)
    const refused = await service.alice.patch(path(task), { due: null }).expect(400)
    expect(refused.body.errors).toEqual([{ pointer: '#/due', detail: expect.any(String) }])
    const { body: plain } = await service.alice.patch(path(task), { due: null, recurrence: null }).expect(200)
    expect(plain).toMatchObject({ due: null, recurrence: null })
  })
})

describe('a change', () => {
  test('200: of the due date alone moves one date, and the rule continues from its own', async () => {
    const task = await createRecurring(service.alice)
    const { body } = await service.alice.patch(path(task), { due: { date_time: '2026-11-23T09:00' } }).expect(200)
    expect(body.recurrence).toEqual(task.recurrence)
    expect(await duesOf(service.alice, task, 2)).toEqual(['2026-11-28', '2026-12-05'])
  })

  test('200: the whole task sent back, whatever it was, undoes and resets nothing', async () => {
    const task = await createRecurring(service.alice, 'FREQ=MONTHLY', { date: '2026-01-31' }, clamp)
    await duesOf(service.alice, task, 1)
    const { body: read } = await service.alice.get(path(task)).expect(200)
    const { body } = await service.alice.put(path(task), { ...read, title: 'Pay the rent' }).expect(200)
    expect(body).toMatchObject({ title: 'Pay the rent', due: { date: '2026-02-28' }, recurrence: task.recurrence })
    expect(await duesOf(service.alice, task, 1)).toEqual(['2026-03-31'])
  })

  test('200: another rule counts from the current due date', async () => {
    const task = await createRecurring(service.alice)
    await duesOf(service.alice, task, 1)
    await service.alice.patch(path(task), { recurrence: { rule: 'FREQ=DAILY;COUNT=2' } }).expect(200)
    expect(await duesOf(service.alice, task, 2)).toEqual(['2026-11-29', 'done'])
  })

  test('200: a due date and a rule make a task recur, and null ends it', async () => {
    const task = await createTask(service.alice)
    const change = { due: '2026-11-21', recurrence: { rule: 'FREQ=DAILY' } }
    const { body } = await service.alice.patch(path(task), change).expect(200)
    expect(body.recurrence).toEqual({ rule: 'FREQ=DAILY', anchor: 'schedule', month_overflow: 'skip' })
    await service.alice.patch(path(task), { recurrence: null }).expect(200)
    expect(await duesOf(service.alice, task, 1)).toEqual(['done'])
  })
})

describe('completing', () => {
  test('200: says which occurrence was completed, and leaves the task open', async () => {
    const task = await createRecurring(service.alice)
    const { body } = await service.alice.patch(`${path(task)}/complete`).expect(200)
    expect(body).toMatchObject({ completed: false, completed_at: null, due: { date: '2026-11-28' }, version: task.version + 1 })
    expect(body.occurrence).toEqual({
      id: expect.any(Number),
      task_id: task.id,
      due: { date: '2026-11-21' },
      outcome: 'completed',
      completed_at: expect.any(String),
    })
    expect((await service.alice.get(path(task)).expect(200)).body).not.toHaveProperty('occurrence')
  })

  test.each(['put', 'patch'] as const)('200: %s of completed: true does too, with another change', async (method) => {
    const task = await createRecurring(service.alice)
    const { body } = await service.alice[method](path(task), { title: 'Water the plants', completed: true }).expect(200)
    expect(body).toMatchObject({ title: 'Water the plants', completed: false, due: { date: '2026-11-28' }, occurrence: { outcome: 'completed' } })
  })

  test.each([
    ['complete', (task: Task) => service.alice.patch(`${path(task)}/complete`, { completed: false })],
    ['PATCH', (task: Task) => service.alice.patch(path(task), { completed: false })],
  ])('200: %s with false undoes the last one, again and again', async (_, reopen) => {
    const task = await createRecurring(service.alice, 'FREQ=DAILY;COUNT=3')
    expect(await duesOf(service.alice, task, 3)).toEqual(['2026-11-22', '2026-11-23', 'done'])
    for (const date of ['2026-11-23', '2026-11-22', '2026-11-21', '2026-11-21']) {
      const { body } = await reopen(task).expect(200)
      expect(body).toMatchObject({ completed: false, completed_at: null, due: { date } })
    }
    expect((await service.alice.get(`${path(task)}/occurrences`).expect(200)).body).toEqual([])
    expect(await duesOf(service.alice, task, 3)).toEqual(['2026-11-22', '2026-11-23', 'done'])
  })

  test('200: undone, a date that was moved is back where it was moved to', async () => {
    const task = await createRecurring(service.alice)
    await service.alice.patch(path(task), { due: '2026-11-23' }).expect(200)
    await duesOf(service.alice, task, 1)
    const { body } = await service.alice.patch(path(task), { completed: false }).expect(200)
    expect(body.due).toEqual({ date: '2026-11-23' })
  })

  test('200 and 409: with one key, ten at once complete one', async () => {
    const task = await createRecurring(service.alice)
    const complete = () => service.alice.patch(`${path(task)}/complete`).set('Idempotency-Key', `once-${task.id}`)
    const answers = await Promise.all(Array.from({ length: 10 }, () => complete()))
    expect({ 409: 0, ...countStatuses(answers) }).toEqual({ 200: expect.any(Number), 409: expect.any(Number) })
    expect((await service.alice.get(`${path(task)}/occurrences`).expect(200)).body).toMatchObject([{ outcome: 'completed' }])
  })

  test('412: with one version, nine of ten at once complete nothing', async () => {
    const task = await createRecurring(service.alice)
    const complete = () => service.alice.patch(`${path(task)}/complete`).set('If-Match', `"${task.version}"`)
    const answers = await Promise.all(Array.from({ length: 10 }, () => complete()))
    expect(countStatuses(answers)).toEqual({ 200: 1, 412: 9 })
    expect((await service.alice.get(`${path(task)}/occurrences`).expect(200)).body).toMatchObject([{ outcome: 'completed' }])
  })

  test('200: ten at once without either complete ten, one after the other', async () => {
    const task = await createRecurring(service.alice, 'FREQ=DAILY')
    await Promise.all(Array.from({ length: 10 }, () => service.alice.patch(`${path(task)}/complete`).expect(200)))
    expect((await service.alice.get(path(task)).expect(200)).body.due).toEqual({ date: '2026-12-01' })
  })
})
