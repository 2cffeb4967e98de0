import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { find, someoneWith } from '../support/finding.ts'
import { createList } from '../support/lists.ts'
import { pagesFrom } from '../support/pages.ts'
import { repeated } from '../support/repeated.ts'
import { testService } from '../support/service.ts'
import type { Client } from '../support/service.ts'
import { createTask } from '../support/tasks.ts'
import type { Task } from '../support/tasks.ts'

const service = testService()

describe('every order, with every filter', () => {
  let carol: Client
  let all: Task[]
  let lists: number[]
  const titles = ['Äpfel', 'apples', 'Bread', 'bread', 'Call mum', 'Zebra', 'école', '10 eggs', '🥛 milk', 'Buy milk']
  const dues = [
    null,
    { date: '2026-11-20' },
    { date: '2100-11-21' },
    { date_time: '2026-11-20T23:59' },
    { date_time: '2100-11-21T09:00', time_zone: 'Asia/Tokyo' },
  ]
  const priorities = ['none', 'low', 'medium', 'high'] as const
  const tags = ['Errands', 'home', 'WORK']
  const moments = ['2026-11-20T12:00:00Z', '2026-11-21T00:00:00Z', '2100-11-21T00:00:00Z', '2100-11-22T00:00:00Z']

  beforeAll(async () => {
    carol = await someoneWith(service, 'carol-who-has-many')
    lists = [(await createList(carol)).id, (await createList(carol)).id]
    const at = <Item>(items: readonly Item[], index: number): Item | undefined => items[index % items.length]
    const parents: number[] = []
    for (let n = 0; n < 60; n += 1) {
      const parent_id = n % 6 === 5 ? parents[0] : undefined
      const fields = {
        title: at(titles, n * 7),
        due: at(dues, n),
        priority: at(priorities, n * 3),
        tags: tags.filter((_, bit) => (n >> bit) & 1),
        completed: n % 7 === 3,
      }
      const { id } = await createTask(carol, { ...fields, ...(parent_id === undefined ? { list_id: at([null, ...lists], Math.floor(n / 6)) } : { parent_id }) })
      if (parents.length === 0) parents.push(id)
    }
    // Each update is a change of its own, so that none is as old as another.
    for (const task of (await find(carol, '')).toReversed().filter((_, index) => index % 3 === 0))
      await carol.patch(`/api/me/tasks/${task.id}`, { description: 'Changed.' }).expect(200)
    all = await find(carol, '')
  })

  const weights = { none: 0, low: 1, medium: 2, high: 3 }
  /** The moment of a due, for someone whose time zone is UTC. */
  const momentOf = ({ due }: Task): number => {
    if (!due) return Infinity
    if (due.date !== undefined) return Date.parse(`${due.date}T00:00:00Z`) + 86_400_000
    return Date.parse(`${due.date_time}:00${due.time_zone === undefined ? 'Z' : '+09:00'}`)
  }
  const compare = new Intl.Collator('und', { sensitivity: 'accent' }).compare
  const placeOf = ({ list_id, parent_id }: Task): number => (list_id ?? 0) * 1e6 + (parent_id ?? 0)
  const byId = (one: Task, other: Task): number => one.id - other.id
  const orders: Record<string, (one: Task, other: Task) => number> = {
    created_at: byId,
    updated_at: (one, other) => compare(one.updated_at, other.updated_at) || byId(one, other),
    title: (one, other) => compare(one.title, other.title) || byId(one, other),
    due: (one, other) => (momentOf(one) === momentOf(other) ? byId(one, other) : momentOf(one) - momentOf(other)),
    priority: (one, other) => weights[one.priority] - weights[other.priority] || byId(one, other),
    // Each was put at the end as it was made.
    position: (one, other) => placeOf(one) - placeOf(other) || byId(one, other),
  }
  type Filter = [query: string, holds: (task: Task) => boolean]
  const filters = (): Filter[][] => [
    [
      ['status=all', () => true],
      ['status=open', ({ completed }) => !completed],
      ['status=completed', ({ completed }) => completed],
      ['status=overdue', (task) => !task.completed && momentOf(task) < Date.now()],
    ],
    [
      ['', () => true],
      ['priority=high', ({ priority }) => priority === 'high'],
      ['priority=low&priority=none', ({ priority }) => priority === 'low' || priority === 'none'],
    ],
    [
      ['', () => true],
      ['tag=ERRANDS', (task) => task.tags.includes('Errands')],
      ['tag=errands&tag=work', (task) => task.tags.includes('Errands') && task.tags.includes('WORK')],
      ['tag=home&tag=work&tag_match=any', (task) => task.tags.includes('home') || task.tags.includes('WORK')],
    ],
    [
      ['', () => true],
      ['list_id=none', ({ list_id }) => list_id === null],
      [`list_id=${lists[0]}`, ({ list_id }) => list_id === lists[0]],
    ],
    [
      ['', () => true],
      ['parent_id=none', ({ parent_id }) => parent_id === null],
      [`parent_id=${all[0]?.id}`, ({ parent_id }) => parent_id === all[0]?.id],
    ],
    [
      ['', () => true],
      ['due_from=2026-11-21', (task) => momentOf(task) > Date.parse('2026-11-21T00:00Z') && task.due !== null],
      ['due_to=2026-11-20', (task) => momentOf(task) <= Date.parse('2026-11-21T00:00Z')],
      ...moments.map((moment): Filter => [
        `due_from=${moment}&due_to=2101-01-01`,
        (task) => task.due !== null && (momentOf(task) > Date.parse(moment) || (momentOf(task) === Date.parse(moment) && task.due.date === undefined)),
      ]),
    ],
    [
      ['', () => true],
      [`created_from=${all[20]?.created_at}`, ({ created_at }) => created_at >= (all[20]?.created_at ?? '')],
      [`created_to=${all[40]?.created_at}`, ({ created_at }) => created_at <= (all[40]?.created_at ?? '')],
      ['created_from=1999-01-01&created_to=2000-01-01', () => false],
    ],
    [
      ['', () => true],
      ['search=milk', ({ title }) => title.includes('milk')],
      ['search=bre', ({ title }) => /bread/i.test(title)],
      ['search=apfel', ({ title }) => title === 'Äpfel'],
    ],
  ]

  test.each(
    Object.keys(orders).flatMap(
      (sort) =>
        [
          [sort, 'asc'],
          [sort, 'desc'],
        ] as const,
    ),
  )('200: by %s, %s, page by page', async (sort, order) => {
    const expected = all.toSorted(orders[sort])
    const pages = await pagesFrom<Task>(carol, `/api/me/tasks?sort=${sort}&order=${order}&limit=7`)
    expect(pages.flat().map(({ id }) => id)).toEqual((order === 'asc' ? expected : expected.toReversed()).map(({ id }) => id))
    expect(pages.slice(0, -1).map((page) => page.length)).toEqual(pages.slice(0, -1).map(() => 7))
  })

  test('200: whatever is combined with whatever, exactly what holds, in order, counted, page by page', async () => {
    const choices = filters()
    const combination = fc.tuple(
      fc.constantFrom(...Object.keys(orders)),
      fc.constantFrom('asc', 'desc'),
      fc.tuple(...choices.map((few) => fc.constantFrom(...few))),
    )
    await fc.assert(
      fc.asyncProperty(combination, async ([sort, order, chosen]) => {
        const expected = all.filter((task) => chosen.every(([, holds]) => holds(task))).toSorted(orders[sort])
        const ids = (order === 'asc' ? expected : expected.toReversed()).map(({ id }) => id)
        const query = [...chosen.map(([text]) => text).filter(Boolean), `sort=${sort}`, `order=${order}`].join('&').replaceAll('+', '%2B')
        const { body, headers }: { body: Task[]; headers: Record<string, string> } = await carol
          .get(`/api/me/tasks?${query}`)
          .set('Prefer', 'count=exact')
          .expect(200)
        expect(body.map(({ id }) => id)).toEqual(ids)
        expect(headers['x-total-count']).toBe(String(ids.length))
        const pages = await pagesFrom<Task>(carol, `/api/me/tasks?${query}&limit=4`)
        expect(pages.flat().map(({ id }) => id)).toEqual(ids)
      }),
      { numRuns: 60 },
    )
  }, 60_000)

  test('200: no task twice and none left out, where others come and go between the pages', async () => {
    for (const sort of Object.keys(orders)) {
      const before = await find(carol, `sort=${sort}`)
      const passing: number[] = []
      const pages = await pagesFrom<Task>(carol, `/api/me/tasks?sort=${sort}&limit=9`, async (page) => {
        const gone = passing.pop()
        if (gone !== undefined) await carol.delete(`/api/me/tasks/${gone}`).expect(204)
        passing.push((await createTask(carol, { title: page[0]?.title ?? 'x' })).id)
      })
      const [gone] = passing
      await carol.delete(`/api/me/tasks/${gone}`).expect(204)
      const ids = pages.flat().map(({ id }) => id)
      expect(repeated(ids), sort).toEqual([])
      expect(
        ids.filter((id) => before.some((task) => task.id === id)),
        sort,
      ).toEqual(before.map(({ id }) => id))
    }
  })
})

describe('by title', () => {
  const alike = [
    ['Apple', 'apple', 'APPLE', 'ａｐｐｌｅ'],
    ['straße', 'STRAẞE'],
    ['ΟΔΟΣ', 'οδος', 'οδοσ'],
  ]

  test.each(alike)('200: %s and its other spellings are alike, in the order of creation, on any pages and backwards', async (...spellings) => {
    const who = await someoneWith(service, `dave-with-${spellings[0]}`, { title: '~ω' }, ...spellings.map((title) => ({ title })), { title: '!' })
    const inOrder = ['!', '~ω', ...spellings]
    for (const limit of [1, 2, 1000]) {
      const page = (order: string): Promise<Task[][]> => pagesFrom<Task>(who, `/api/me/tasks?sort=title&limit=${limit}&order=${order}`)
      expect((await page('asc')).flat().map(({ title }) => title)).toEqual(inOrder)
      expect((await page('desc')).flat().map(({ title }) => title)).toEqual(inOrder.toReversed())
    }
  })
})
