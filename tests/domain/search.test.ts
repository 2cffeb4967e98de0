import { beforeAll, describe, expect, test } from 'vitest'
import { find, someoneWith, titlesOf } from '../support/finding.ts'
import { pagesFrom } from '../support/pages.ts'
import { testService } from '../support/service.ts'
import type { Client } from '../support/service.ts'
import type { Task } from '../support/tasks.ts'

const service = testService()

describe('searching', () => {
  const tasks = [
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
  ]
  let dave: Client
  beforeAll(async () => {
    dave = await someoneWith(service, 'dave-who-searches', ...tasks)
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
    expect(titlesOf(await find(dave, 'search='))).toEqual(tasks.map(({ title }) => title))
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
    const erin = await someoneWith(service, 'erin-who-ranks', { title: 'Tea', description: 'And milk' }, { title: 'Milkshake' }, { title: 'Milk' }, { title: 'Oat milk' })
    expect(titlesOf(await find(erin, 'search=milk'))).toEqual(['Oat milk', 'Milk', 'Milkshake', 'Tea'])
    expect(titlesOf(await find(erin, 'search=milk&order=asc'))).toEqual(['Tea', 'Milkshake', 'Milk', 'Oat milk'])
    const pages = await pagesFrom<Task>(erin, '/api/me/tasks?search=milk&limit=1')
    expect(titlesOf(pages.flat())).toEqual(['Oat milk', 'Milk', 'Milkshake', 'Tea'])
  })

  test('200: as the words are now', async () => {
    const frank = await someoneWith(service, 'frank-who-edits', { title: 'Bread' })
    const [task] = await find(frank, 'search=bread')
    await frank.patch(`/api/me/tasks/${task?.id}`, { title: 'Rolls' }).expect(200)
    expect(await find(frank, 'search=bread')).toEqual([])
    expect(titlesOf(await find(frank, 'search=rolls'))).toEqual(['Rolls'])
  })

  test("200: nothing of another user's, nor what is in the trash", async () => {
    const grace = await someoneWith(service, 'grace-who-hides', { title: 'Unheard-of word' })
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
