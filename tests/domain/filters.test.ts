import { describe, expect, test } from 'vitest'
import { find, someoneWith, titlesOf } from '../support/finding.ts'
import { nextOf } from '../support/pages.ts'
import { testService } from '../support/service.ts'
import { createTask } from '../support/tasks.ts'

const service = testService()

describe('days', () => {
  test("200: what is due on a day is looked for by the user's time zone", async () => {
    const heidi = await someoneWith(service, 'heidi-in-tokyo')
    await heidi.patch('/api/me', { time_zone: 'Asia/Tokyo' }).expect(200)
    for (const [title, due] of [
      ['day', { date: '2030-01-02' }],
      ['early', { date_time: '2030-01-02T00:00' }],
      ['late', { date_time: '2030-01-02T23:59:59' }],
      ['next', { date_time: '2030-01-03T00:00' }],
      ['before', { date_time: '2030-01-01T14:59:59', time_zone: 'UTC' }],
    ] as const) {
      await createTask(heidi, { title, due })
    }
    expect(titlesOf(await find(heidi, 'due_from=2030-01-02&due_to=2030-01-02'))).toEqual(['day', 'early', 'late'])
    expect(titlesOf(await find(heidi, 'due_from=2030-01-03'))).toEqual(['next'])
    expect(titlesOf(await find(heidi, 'due_to=2030-01-01'))).toEqual(['before'])
  })

  test('200: a day is overdue once it is over, and not before', async () => {
    const ivan = await someoneWith(
      service,
      'ivan-who-is-late',
      { title: 'today', due: { date: new Date().toISOString().slice(0, 10) } },
      { title: 'then', due: { date: '2020-01-01' } },
      { title: 'done', due: { date: '2020-01-01' }, completed: true },
    )
    await ivan.patch('/api/me', { time_zone: 'Pacific/Pago_Pago' }).expect(200)
    expect(titlesOf(await find(ivan, 'status=overdue'))).toEqual(['then'])
  })

  test.each([
    ['due_from=2026-02-30', 'due_from', 'must be a valid date or instant'],
    ['created_to=2026-02-30T00:00:00Z', 'created_to', 'must be a valid date or instant'],
  ])('400: %s', async (query, parameter, detail) => {
    const { body } = await service.alice.get(`/api/me/tasks?${query}`).expect(400)
    expect(body.errors).toEqual([{ parameter, detail }])
  })

  test.each(['due_from=tomorrow', 'due_to=2026-11-21T09:00', 'due_to=1899-01-01', 'created_to=2026-11-21T25:00Z', 'due_from=2026-11-21T09:00:00+01:00'])(
    '400: %s',
    async (query) => {
      const { body } = await service.alice.get(`/api/me/tasks?${query}`).expect(400)
      expect(body.errors).toEqual([{ parameter: query.split('=')[0], detail: expect.stringContaining('must be a date such as 2026-11-21, or an instant') }])
    },
  )
})

describe('refused', () => {
  test.each([
    ['tag=%20', 'tag/0'],
    ['tag_match=none', 'tag_match'],
    ['list_id=0', 'list_id'],
    ['list_id=null', 'list_id'],
    ['list_id=-1', 'list_id'],
    ['parent_id=x', 'parent_id'],
    ['sort=name', 'sort'],
    ['order=up', 'order'],
    ['offset=-1', 'offset'],
    ['offset=1000001', 'offset'],
    ['offset=x', 'offset'],
  ])('400: %s', async (query, parameter) => {
    const { body } = await service.alice.get(`/api/me/tasks?${query}`).expect(400)
    expect(body.errors).toEqual([{ parameter, detail: expect.any(String) }])
  })
})

test('200: empty values are ignored', async () => {
  const kim = await someoneWith(service, 'kim-who-leaves-it-open', { title: 'a' }, { title: 'b' })
  const names = [
    'status',
    'priority',
    'tag',
    'tag_match',
    'list_id',
    'parent_id',
    'due_from',
    'due_to',
    'created_from',
    'created_to',
    'search',
    'sort',
    'order',
  ]
  expect(titlesOf(await find(kim, names.map((name) => `${name}=`).join('&')))).toEqual(['a', 'b'])
})

describe('counting', () => {
  test('200: what is on all pages together, where it is asked for', async () => {
    const { headers } = await service.alice.get('/api/me/tasks?limit=1').set('Prefer', 'count=exact').expect(200)
    expect(headers).toMatchObject({ 'preference-applied': 'count=exact', 'x-total-count': expect.stringMatching(/^\d+$/) })
    expect((await service.alice.get('/api/me/tasks?limit=1').expect(200)).headers).not.toHaveProperty('x-total-count')
  })

  test('200: other operations have nothing to count', async () => {
    const { headers } = await service.alice.get('/api/me/lists').set('Prefer', 'count=exact').expect(200)
    expect(headers).not.toHaveProperty('preference-applied')
  })
})

describe('for front ends that send an offset', () => {
  test('200: so many are left out', async () => {
    const judy = await someoneWith(service, 'judy-who-skips', { title: 'a' }, { title: 'b' }, { title: 'c' }, { title: 'd' })
    expect(titlesOf(await find(judy, 'limit=2&offset=1'))).toEqual(['b', 'c'])
    expect(titlesOf(await find(judy, 'offset=4'))).toEqual([])
    const first = await judy.get('/api/me/tasks?limit=2&offset=1')
    expect(titlesOf(await find(judy, (nextOf(first) ?? '').split('?')[1] ?? ''))).toEqual(['d'])
  })
})
