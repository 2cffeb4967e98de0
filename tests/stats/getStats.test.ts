import { describe, expect } from 'vitest'
import type { components } from '../../src/generated/contract.ts'
import { frontEndUser } from '../support/front-end.ts'
import { createList } from '../support/lists.ts'
import { testsOf } from '../support/operation-tests.ts'
import { testService } from '../support/service.ts'
import type { Client } from '../support/service.ts'
import { createTask } from '../support/tasks.ts'

const test = testsOf('getStats')
const service = testService()
type Stats = components['schemas']['Stats']

const statsOf = async (who: Client, query = ''): Promise<Stats> => (await who.get(`/api/me/stats?${query}`).expect(200)).body
const today = (zone = 'UTC'): string => new Intl.DateTimeFormat('sv', { timeZone: zone }).format()

describe('getStats', () => {
  test('200: nothing, for somebody new, and thirty days of it', async () => {
    const body = await statsOf(frontEndUser(service, 'stats-nobody'))
    expect(body).toMatchObject({ total: 0, open: 0, pending: 0, completed: 0, overdue: 0, due_today: 0, by_list: [], by_tag: [] })
    expect(body.completed_by_day).toHaveLength(30)
    expect(body.completed_by_day.at(-1)).toEqual({ date: today(), count: 0 })
  })

  test('200: by state, list, tag and day, without the trash', async () => {
    const carol = frontEndUser(service, 'stats-carol')
    const list = await createList(carol)
    await createTask(carol, { list_id: list.id, tags: ['b', 'Á'] })
    await createTask(carol, { list_id: list.id, tags: ['b'], completed: true })
    await createTask(carol, { due: { date: '2020-01-01' }, tags: ['a'] })
    await createTask(carol, { due: { date: '2020-01-01' }, completed: true })
    await createTask(carol, { due: { date: today() } })
    await createTask(carol, { due: { date: '2100-01-01' } })
    const deleted = await createTask(carol, { tags: ['gone'], completed: true })
    await carol.delete(`/api/me/tasks/${deleted.id}`).expect(204)
    const body = await statsOf(carol)
    expect(body).toMatchObject({
      total: 6,
      open: 4,
      pending: 4,
      completed: 2,
      overdue: 1,
      due_today: 1,
      by_list: [
        { list_id: null, open: 3, completed: 1 },
        { list_id: list.id, open: 1, completed: 1 },
      ],
      by_tag: [
        { name: 'a', open: 1, completed: 0 },
        { name: 'Á', open: 1, completed: 0 },
        { name: 'b', open: 1, completed: 1 },
      ],
    })
    expect(body.completed_by_day.at(-1)).toEqual({ date: today(), count: 2 })
  })

  test('200: each occurrence of a recurring task counts, on the day when it was done', async () => {
    const dave = frontEndUser(service, 'stats-dave')
    const { id } = await createTask(dave, { due: { date: '2026-11-21' }, recurrence: { rule: 'FREQ=DAILY;COUNT=3' } })
    for (let count = 0; count < 3; count += 1) await dave.patch(`/api/me/tasks/${id}/complete`, { completed: true }).expect(200)
    const body = await statsOf(dave)
    expect(body).toMatchObject({ open: 0, completed: 1 })
    expect(body.completed_by_day.at(-1)?.count).toBe(3)
  })

  test("200: today is the user's", async () => {
    for (const zone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago']) {
      const erin = frontEndUser(service, `stats-${zone}`)
      await erin.patch('/api/me', { time_zone: zone }).expect(200)
      await createTask(erin, { due: { date: today(zone) } })
      await createTask(erin, { due: { date_time: `${today(zone)}T00:00` } })
      await createTask(erin, { due: { date_time: `${today(zone)}T23:59:59`, time_zone: zone }, completed: true })
      const body = await statsOf(erin)
      expect(body.due_today).toBe(2)
      expect(body.completed_by_day.at(-1)).toEqual({ date: today(zone), count: 1 })
    }
  })

  test('200: the days of a window, each of them', async () => {
    const body = await statsOf(service.alice, 'from=2026-02-27&to=2026-03-02')
    expect(body.completed_by_day.map(({ date }) => date)).toEqual(['2026-02-27', '2026-02-28', '2026-03-01', '2026-03-02'])
  })

  test.each([
    ['from=2026-11-21', 'to', 'is required with from'],
    ['to=2026-11-21', 'from', 'is required with to'],
    ['from=2026-02-30&to=2026-03-01', 'from', 'must be a valid date: 2026-02-30 does not exist'],
    ['from=2026-11-21&to=2026-11-20', 'to', 'must be 2026-11-21 or later, and within 366 days'],
    ['from=2025-11-21&to=2026-11-22', 'to', 'must be 2025-11-21 or later, and within 366 days'],
  ])('400: %s', async (query, parameter, detail) => {
    const { body } = await service.alice.get(`/api/me/stats?${query}`).expect(400)
    expect(body.errors).toContainEqual({ parameter, detail })
  })
})
