import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { frontEndUser } from '../support/front-end.ts'
import { createList } from '../support/lists.ts'
import { nextOf, pagesFrom } from '../support/pages.ts'
import { testService } from '../support/service.ts'
import type { Client } from '../support/service.ts'
import { createTask } from '../support/tasks.ts'
import type { Task } from '../support/tasks.ts'

const service = testService()

const titlesOf = (tasks: Task[]): string[] => tasks.map(({ title }) => title)
const find = async (who: Client, query: string): Promise<Task[]> => (await who.get(`/api/me/tasks?${query}`).expect(200)).body

/** Somebody new who has tasks. */
async function someoneWith(name: string, ...tasks: object[]): Promise<Client> {
  const who = frontEndUser(service, name)
  for (const fields of tasks) await createTask(who, fields)
  return who
}

describe('every order, with every filter', () => {
  let carol: Client
  let all: Task[]
  let lists: number[]
  const titles = ['Äpfel', 'apples', 'Bread', 'bread', 'Call mum', 'Zebra', 'école', '10 eggs', '🥛 milk', 'Buy milk']
  const dues = [null, { date: '2026-11-20' }, { date: '2100-11-21' }, { date_time: '2026-11-20T23:59' }, { date_time: '2100-11-21T09:00', time_zone: 'Asia/Tokyo' }]
  const priorities = ['none', 'low', 'medium', 'high'] as const
  const tags = ['Errands', 'home', 'WORK']
  const moments = ['2026-11-20T12:00:00Z', '2026-11-21T00:00:00Z', '2100-11-21T00:00:00Z', '2100-11-22T00:00:00Z']

  beforeAll(async () => {
    carol = await someoneWith('carol-who-has-many')
    lists = [(await createList(carol)).id, (await createList(carol)).id]
    const at = <Item>(items: readonly Item[], index: number): Item | undefined => items[index % items.length]
    const parents: number[] = []
    for (let n = 0; n < 60; n += 1) {
      const parent_id = n % 6 === 5 ? parents[0] : undefined
      const fields = { title: at(titles, n * 7), due: at(dues, n), priority: at(priorities, n * 3), tags: tags.filter((_, bit) => (n >> bit) & 1), completed: n % 7 === 3 }
      const { id } = await createTask(carol, { ...fields, ...(parent_id === undefined ? { list_id: at([null, ...lists], Math.floor(n / 6)) } : { parent_id }) })
      if (parents.length === 0) parents.push(id)
    }
    // Each update is a change of its own, so that none is as old as another.
    for (const task of (await find(carol, '')).toReversed().filter((_, index) => index % 3 === 0)) await carol.patch(`/api/me/tasks/${task.id}`, { description: 'Changed.' }).expect(200)
    all = await find(carol, '')
  })

  const weights = { none: 0, low: 1, medium: 2, high: 3 }
  /** The moment of a due, for someone whose time zone is UTC. */
  const momentOf = ({ due }: Task): number => {
    if (!due) return Infinity
    if (due.date !== undefined) return Date.parse(`${due.date}T00:00:00Z`) + 86_400_000
    return Date.parse(`${due.date_time}:00${due.time_zone === undefined ? 'Z' : '+09:00'}`)
  }
  const compare = new Intl.Collator('und').compare
  const placeOf = ({ list_id, parent_id }: Task): number => (list_id ?? 0) * 1e6 + (parent_id ?? 0)
  const byId = (one: Task, other: Task): number => one.id - other.id
  const orders: Record<string, (one: Task, other: Task) => number> = {
    created: byId,
    updated: (one, other) => compare(one.updated_at, other.updated_at) || byId(one, other),
    title: (one, other) => compare(one.title, other.title) || byId(one, other),
    due_date: (one, other) => (momentOf(one) === momentOf(other) ? byId(one, other) : momentOf(one) - momentOf(other)),
    priority: (one, other) => weights[one.priority] - weights[other.priority] || byId(one, other),
    // Each was put at the end as it was made.
    position: (one, other) => placeOf(one) - placeOf(other) || byId(one, other),
  }
  type Filter = [query: string, holds: (task: Task) => boolean]
  const filters = (): Filter[][] => [
    [['status=all', () => true], ['status=pending', ({ completed }) => !completed], ['status=completed', ({ completed }) => completed], ['status=overdue', (task) => !task.completed && momentOf(task) < Date.now()]],
    [['', () => true], ['priority=high', ({ priority }) => priority === 'high'], ['priority=low&priority=none', ({ priority }) => priority === 'low' || priority === 'none']],
    [['', () => true], ['tag=ERRANDS', (task) => task.tags.includes('Errands')], ['tag=errands&tag=work', (task) => task.tags.includes('Errands') && task.tags.includes('WORK')], ['tag=home&tag=work&tag_match=any', (task) => task.tags.includes('home') || task.tags.includes('WORK')]],
    [['', () => true], ['list_id=none', ({ list_id }) => list_id === null], [`list_id=${lists[0]}`, ({ list_id }) => list_id === lists[0]]],
    [['', () => true], ['parent_id=none', ({ parent_id }) => parent_id === null], [`parent_id=${all[0]?.id}`, ({ parent_id }) => parent_id === all[0]?.id]],
    [['', () => true], ['due_from=2026-11-21', (task) => momentOf(task) > Date.parse('2026-11-21T00:00Z') && task.due !== null], ['due_to=2026-11-20', (task) => momentOf(task) <= Date.parse('2026-11-21T00:00Z')], ...moments.map((moment): Filter => [`due_from=${moment}&due_to=2101-01-01`, (task) => task.due !== null && (momentOf(task) > Date.parse(moment) || (momentOf(task) === Date.parse(moment) && task.due.date === undefined))])],
    [['', () => true], [`created_from=${all[20]?.created_at}`, ({ created_at }) => created_at >= (all[20]?.created_at ?? '')], [`created_to=${all[40]?.created_at}`, ({ created_at }) => created_at <= (all[40]?.created_at ?? '')], ['created_from=1999-01-01&created_to=2000-01-01', () => false]],
    [['', () => true], ['search=milk', ({ title }) => title.includes('milk')], ['search=bre', ({ title }) => /bread/i.test(title)], ['search=apfel', ({ title }) => title === 'Äpfel']],
  ]

  test.each(Object.keys(orders).flatMap((sort) => [[sort, 'asc'], [sort, 'desc']] as const))('200: by %s, %s, page by page', async (sort, order) => {
    const expected = all.toSorted(orders[sort])
    const pages = await pagesFrom<Task>(carol, `/api/me/tasks?sort=${sort}&order=${order}&limit=7`)
    expect(pages.flat().map(({ id }) => id)).toEqual((order === 'asc' ? expected : expected.toReversed()).map(({ id }) => id))
    expect(pages.slice(0, -1).every((page) => page.length === 7)).toBe(true)
  })

  test('200: whatever is combined with whatever, exactly what holds, in order, counted, page by page', async () => {
    const choices = filters()
    const combination = fc.tuple(fc.constantFrom(...Object.keys(orders)), fc.constantFrom('asc', 'desc'), fc.tuple(...choices.map((few) => fc.constantFrom(...few))))
    await fc.assert(
      fc.asyncProperty(combination, async ([sort, order, chosen]) => {
        const expected = all.filter((task) => chosen.every(([, holds]) => holds(task))).toSorted(orders[sort])
        const ids = (order === 'asc' ? expected : expected.toReversed()).map(({ id }) => id)
        const query = [...chosen.map(([text]) => text).filter(Boolean), `sort=${sort}`, `order=${order}`].join('&').replaceAll('+', '%2B')
        const { body, headers }: { body: Task[]; headers: Record<string, string> } = await carol.get(`/api/me/tasks?${query}`).set('Prefer', 'count=exact').expect(200)
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
      expect(new Set(ids).size, sort).toBe(ids.length)
      expect(ids.filter((id) => before.some((task) => task.id === id)), sort).toEqual(before.map(({ id }) => id))
    }
  })
})

describe('searching', () => {
  let dave: Client
  beforeAll(async () => {
    dave = await someoneWith(
      'dave-who-searches',
      { title: 'Buy milk' },
      { title: 'Milkshake for the party' },
      { title: 'Ring the café', description: 'Ask for their “crème brûlée”, and milk.' },
      { title: 'ÉCOLE: sign the form' },
      { title: '買い物リスト' },
      { title: 'Straße fegen, e\u0301te\u0301' },
      { title: "Robert'); DROP TABLE tasks;--", description: 'a & b | !c:* <-> "d"' },
      { title: 'x'.repeat(255), description: 'y'.repeat(1000) },
      { title: '🥛', description: 'Ελληνικά и по-русски' },
      { title: 'Łódź ß ø' },
    )
  })

  test.each([
    ['milk', ['Buy milk', 'Milkshake for the party', 'Ring the café']],
    ['MILK', ['Buy milk', 'Milkshake for the party', 'Ring the café']],
    ['buy milk', ['Buy milk']],
    ['milk buy', ['Buy milk']],
    ['mil bu', ['Buy milk']],
    ['ilk', []],
    ['cafe', ['Ring the café']],
    ['CAFÉ', ['Ring the café']],
    ['creme brulee', ['Ring the café']],
    ['ecole', ['ÉCOLE: sign the form']],
    ['école:', ['ÉCOLE: sign the form']],
    ['買い物', ['買い物リスト']],
    ['物', ['買い物リスト']],
    ['strasse', ['Straße fegen, e\u0301te\u0301']],
    ['été', ['Straße fegen, e\u0301te\u0301']],
    ['lodz', ['Łódź ß ø']],
    ['drop table', ["Robert'); DROP TABLE tasks;--"]],
    ["robert');", ["Robert'); DROP TABLE tasks;--"]],
    ['d c b a', ["Robert'); DROP TABLE tasks;--"]],
    ['ΕΛΛΗΝΙΚΑ', ['🥛']],
    ['русск', ['🥛']],
    ['🥛', ['🥛']],
    ['x'.repeat(200), ['x'.repeat(255)]],
    ['y'.repeat(150), ['x'.repeat(255)]],
    ['!!! --', []],
    [' ', []],
    ['nothing of the kind', []],
  ])('200: %s', async (search, expected) => {
    expect(titlesOf(await find(dave, `search=${encodeURIComponent(search)}&sort=created`))).toEqual(expected)
  })

  test('200: an empty text is as good as none', async () => {
    expect(await find(dave, 'search=')).toHaveLength(10)
  })

  test.each(["'", '\\', '%', "a'b", ':*', '&', '|', '!', '<->', '(', ')', '"', "''", '\\\\', "\\'", 'a:*&b', '\u200b', '\u0301', '\uffff', '$1', 'a\nb', '{}', 'null', '1/a'])(
    '200: %j, whatever it means elsewhere',
    async (text) => {
      for (const search of [text, `milk ${text}`, text.repeat(Math.floor(200 / text.length))]) {
        await dave.get(`/api/me/tasks?search=${encodeURIComponent(search)}`).expect(200)
      }
    },
  )

  test('200: what fits best comes first, and the newest of those that are alike', async () => {
    const erin = await someoneWith('erin-who-ranks', { title: 'Tea', description: 'And milk' }, { title: 'Milkshake' }, { title: 'Milk' }, { title: 'Oat milk' })
    expect(titlesOf(await find(erin, 'search=milk'))).toEqual(['Oat milk', 'Milk', 'Milkshake', 'Tea'])
    expect(titlesOf(await find(erin, 'search=milk&order=asc'))).toEqual(['Tea', 'Milkshake', 'Milk', 'Oat milk'])
    const pages = await pagesFrom<Task>(erin, '/api/me/tasks?search=milk&limit=1')
    expect(titlesOf(pages.flat())).toEqual(['Oat milk', 'Milk', 'Milkshake', 'Tea'])
  })

  test('200: as the words are now', async () => {
    const frank = await someoneWith('frank-who-edits', { title: 'Bread' })
    const [task] = await find(frank, 'search=bread')
    await frank.patch(`/api/me/tasks/${task?.id}`, { title: 'Rolls' }).expect(200)
    expect(await find(frank, 'search=bread')).toEqual([])
    expect(titlesOf(await find(frank, 'search=rolls'))).toEqual(['Rolls'])
  })

  test("200: nothing of another user's, nor what is in the trash", async () => {
    const grace = await someoneWith('grace-who-hides', { title: 'Unheard-of word' })
    expect(await find(dave, 'search=unheard')).toEqual([])
    const [task] = await find(grace, 'search=unheard')
    await grace.delete(`/api/me/tasks/${task?.id}`).expect(204)
    expect(await find(grace, 'search=unheard')).toEqual([])
  })

  test('400: more than 200 characters', async () => {
    const { body } = await dave.get(`/api/me/tasks?search=${'x'.repeat(201)}`).expect(400)
    expect(body.errors).toEqual([{ parameter: 'search', detail: 'must not have more than 200 characters' }])
  })
})

describe('days', () => {
  test("200: what is due on a day is looked for by the user's time zone", async () => {
    const heidi = await someoneWith('heidi-in-tokyo')
    await heidi.patch('/api/me', { time_zone: 'Asia/Tokyo' }).expect(200)
    for (const [title, due] of [['day', { date: '2030-01-02' }], ['early', { date_time: '2030-01-02T00:00' }], ['late', { date_time: '2030-01-02T23:59:59' }], ['next', { date_time: '2030-01-03T00:00' }], ['before', { date_time: '2030-01-01T14:59:59', time_zone: 'UTC' }]] as const) {
      await createTask(heidi, { title, due })
    }
    expect(titlesOf(await find(heidi, 'due_from=2030-01-02&due_to=2030-01-02'))).toEqual(['day', 'early', 'late'])
    expect(titlesOf(await find(heidi, 'due_from=2030-01-03'))).toEqual(['next'])
    expect(titlesOf(await find(heidi, 'due_to=2030-01-01'))).toEqual(['before'])
  })

  test('200: a day is overdue once it is over, and not before', async () => {
    const ivan = await someoneWith('ivan-who-is-late', { title: 'today', due: { date: new Date().toISOString().slice(0, 10) } }, { title: 'then', due: { date: '2020-01-01' } }, { title: 'done', due: { date: '2020-01-01' }, completed: true })
    await ivan.patch('/api/me', { time_zone: 'Pacific/Pago_Pago' }).expect(200)
    expect(titlesOf(await find(ivan, 'status=overdue'))).toEqual(['then'])
  })

  test.each([
    ['due_from=2026-02-30', 'due_from', 'must be a day or a moment that there is'],
    ['created_to=2026-02-30T00:00:00Z', 'created_to', 'must be a day or a moment that there is'],
  ])('400: %s', async (query, parameter, detail) => {
    const { body } = await service.alice.get(`/api/me/tasks?${query}`).expect(400)
    expect(body.errors).toEqual([{ parameter, detail }])
  })

  test.each(['due_from=tomorrow', 'due_to=2026-11-21T09:00', 'due_to=1899-01-01', 'created_to=2026-11-21T25:00Z', 'due_from=2026-11-21T09:00:00+01:00'])('400: %s', async (query) => {
    const { body } = await service.alice.get(`/api/me/tasks?${query}`).expect(400)
    expect(body.errors).toEqual([{ parameter: query.split('=')[0], detail: expect.stringContaining('must be a day such as 2026-11-21, or a moment') }])
  })
})

describe('refused', () => {
  test.each([
    ['status=open', 'status'], ['priority=urgent', 'priority/0'], ['tag=%20', 'tag/0'],
    ['tag_match=none', 'tag_match'], ['list_id=0', 'list_id'], ['list_id=null', 'list_id'], ['list_id=-1', 'list_id'], ['parent_id=x', 'parent_id'],
    ['sort=name', 'sort'], ['order=up', 'order'], ['offset=-1', 'offset'], ['offset=1000001', 'offset'], ['offset=x', 'offset'],
  ])('400: %s', async (query, parameter) => {
    const { body } = await service.alice.get(`/api/me/tasks?${query}`).expect(400)
    expect(body.errors).toEqual([{ parameter, detail: expect.any(String) }])
  })

  const cursorOf = (...parts: unknown[]): string => Buffer.from(JSON.stringify(parts)).toString('base64url')
  test.each([
    ['of another order', `sort=title&cursor=${cursorOf('title desc', 'x', 1)}`],
    ['of another sort', `sort=title&cursor=${cursorOf('updated asc', '2026-11-21 08:00:00+00', 1)}`],
    ['of no sort', 'sort=title&cursor=k'],
    ['of a sort, for none', `cursor=${cursorOf('title asc', 'x', 1)}`],
    ['without a key', `sort=title&cursor=${cursorOf('title asc')}`],
    ['with a key of another form', `sort=priority&cursor=${cursorOf('priority asc', "1'; drop table tasks", 1)}`],
    ['with a place that is none', `sort=position&cursor=${cursorOf('position asc', '{1,2}', 1)}`],
    ['with an id that is none', `sort=title&cursor=${cursorOf('title asc', 'x', '1')}`],
    ['of something else', `sort=title&cursor=${Buffer.from('[not JSON').toString('base64url')}`],
  ])('400: a cursor %s', async (_, query) => {
    const { body } = await service.alice.get(`/api/me/tasks?${query}`).expect(400)
    expect(body.errors).toEqual([{ parameter: 'cursor', detail: 'must be one that this service gave out, for the same sort and order' }])
  })

  test.each([cursorOf('updated asc', '2026-99-99 99:99:99+00', 1), cursorOf('updated asc', '0000-01-01 00:00:00+00', 1)])('400: a cursor at a time that there is not', async (cursor) => {
    await service.alice.get(`/api/me/tasks?sort=updated&cursor=${cursor}`).expect(400)
  })
})

test('200: what is empty is as good as not given', async () => {
  const kim = await someoneWith('kim-who-leaves-it-open', { title: 'a' }, { title: 'b' })
  const names = ['status', 'priority', 'tag', 'tag_match', 'list_id', 'parent_id', 'due_from', 'due_to', 'created_from', 'created_to', 'search', 'sort', 'order']
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
    const judy = await someoneWith('judy-who-skips', { title: 'a' }, { title: 'b' }, { title: 'c' }, { title: 'd' })
    expect(titlesOf(await find(judy, 'limit=2&offset=1'))).toEqual(['b', 'c'])
    expect(titlesOf(await find(judy, 'offset=4'))).toEqual([])
    const first = await judy.get('/api/me/tasks?limit=2&offset=1')
    expect(titlesOf(await find(judy, (nextOf(first) ?? '').split('?')[1] ?? ''))).toEqual(['d'])
  })
})
