import { randomUUID } from 'node:crypto'
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
    expect(titlesOf(await find(dave, `search=${encodeURIComponent(search)}&sort=created_at`))).toEqual(expected)
  })

  test.each([
    // Case: full case folding.
    ['ΟΔΟΣ', 'οδοστρώματα'],
    ['οδοσ', 'ΟΔΟΣ'],
    ['οδος', 'ΟΔΟΣ'],
    ['ΣΑΣ', 'σας'],
    ['STRASSE', 'die straße'],
    ['ẞ', 'SS'],
    ['ﬁsh', 'FISH'],
    ['istanbul', 'İSTANBUL'],
    ['diyarbakir', 'DIYARBAKIR, dıyarbakır'],
    ['ქართული', 'ᲥᲐᲠᲗᲣᲚᲘ'],
    ['ＭＩＬＫ', 'milk'],
    ['milk', 'ｍｉｌｋ'],
    // Marks: accents, vowel points, and what is invisible.
    ['كتاب', 'كِتاب'],
    ['كِتَاب', 'كتاب'],
    ['תקון', 'תִּקּוּן'],
    ['Việt', 'viet nam'],
    ['nguyen', 'Nguyễn'],
    ['Ё', 'ежик'],
    ['हिन्दी', 'हिन्दी में'],
    ['soft', 'so\u00adft'],
    ['so\u00adft', 'soft'],
    ['می‌خواهم', 'میخواهم'],
    ['a\u200bb', 'ab'],
    ['x\u20dd', 'x'],
    // Punctuation of every script divides.
    ['ספר', 'בית־ספר'],
    ['حليب', 'خبز،حليب'],
    ['milk', 'bread،milk'],
    ['धन्यवाद', 'राम।धन्यवाद'],
    ['milk', 'bread・milk'],
    ['milk', 'bread—milk'],
    ['milk', '“milk”'],
    ['milk', '¿milk?'],
    ['b', 'a\u2028b'],
    ['2', '1⁄2'],
    // Symbols are words of their own.
    ['party', '🎉party'],
    ['🎉', 'party🎉time'],
    ['50', '€50'],
    ['€', '€50'],
    ['€50', '50 €'],
    ['50', '$50'],
    ['❤', '❤️'],
    ['❤️', '❤'],
    ['👍', '👍🏽'],
    ['👍🏽', '👍'],
    ['👩‍👧', 'with 👩‍👧'],
    ['🇩🇪', 'to 🇩🇪🇫🇷'],
    ['5', '5️⃣'],
    ['one', 'one+two'],
    // Scripts without spaces: any part, as long as it is in one piece.
    ['東京', '東京タワー'],
    ['東京', '東京都'],
    ['東京タワーの上', '東京タワーの上で'],
    ['タワー', '東京タワー'],
    ['ー', '東京タワー'],
    ['リンク', 'グリーンリンク'],
    ['ﾀﾜｰ', '東京タワー'],
    ['が', 'か\u3099'],
    ['买牛奶', '明天买牛奶'],
    ['น้ำ', 'ซื้อน้ำดื่ม'],
    ['ដំឡូង', 'ទិញដំឡូងបារាំង'],
    ['ນົມ', 'ຊື້ນົມມື້ນີ້'],
    ['နို့', 'ဒီနေ့နို့ဝယ်ရန်'],
    ['東京 2', '東京2日'],
    // Korean has spaces.
    ['한국', '한국어 공부'],
    ['공부', '한국어 공부'],
  ])('200: %s finds %s', async (search, title) => {
    const who = await someoneWith(service, `finder-${randomUUID()}`, { title }, { title: 'Something else' })
    expect(titlesOf(await find(who, `search=${encodeURIComponent(search)}`))).toEqual([title])
    await who.post('/api/me/tasks', { title: 'Described', description: title }).expect(201)
    expect(titlesOf(await find(who, `search=${encodeURIComponent(search)}&sort=created_at`))).toEqual([title, 'Described'])
  })

  test.each([
    ['リング', 'グリーン'],
    ['東京', '京都の東'],
    ['東京', '東 京'],
    ['京東', '東京'],
    ['東京タワーの上', '東京タワー、上の'],
    ['買う', '買い物'],
    ['มา', 'ตาม'],
    ['🇪🇩', '🇩🇪'],
    ['ilk', 'milk'],
    ['국어', '한국어'],
    ['oft', 'so\u00adft'],
  ])('200: %s does not find %s', async (search, title) => {
    const who = await someoneWith(service, `finder-${randomUUID()}`, { title, description: title })
    expect(await find(who, `search=${encodeURIComponent(search)}`)).toEqual([])
  })

  test('200: a long word without spaces is found by any part of it', async () => {
    const title = Array.from({ length: 200 }, (_, index) => String.fromCodePoint(0x4e00 + index)).join('')
    const who = await someoneWith(service, 'finder-of-parts', { title, description: title.repeat(5) })
    for (const [start, end] of [
      [0, 1],
      [0, 199],
      [100, 103],
      [100, 104],
      [100, 105],
      [195, 200],
      [199, 200],
    ]) {
      expect(await find(who, `search=${encodeURIComponent(title.slice(start, end))}`), `${start} to ${end}`).toHaveLength(1)
    }
    expect(await find(who, `search=${encodeURIComponent(`${title.slice(0, 50)}${title.slice(51, 100)}`)}`)).toEqual([])
  })

  test('200: an empty search is ignored', async () => {
    expect(titlesOf(await find(dave, 'search='))).toEqual(tasks.map(({ title }) => title))
  })

  test.each([
    "'",
    '\\',
    '%',
    "a'b",
    ':*',
    '&',
    '|',
    '!',
    '<->',
    '(',
    ')',
    '"',
    "''",
    '\\\\',
    "\\'",
    'a:*&b',
    '\u200b',
    '\u0301',
    '\uffff',
    '$1',
    'a\nb',
    '{}',
    'null',
    '1/a',
  ])('200: %j, whatever it means elsewhere', async (text) => {
    for (const search of [text, `milk ${text}`, text.repeat(Math.floor(200 / text.length))]) {
      await dave.get(`/api/me/tasks?search=${encodeURIComponent(search)}`).expect(200)
    }
  })

  test('200: what fits best comes first, and the newest of those that are alike', async () => {
    const erin = await someoneWith(
      service,
      'erin-who-ranks',
      { title: 'Tea', description: 'And milk' },
      { title: 'Milkshake' },
      { title: 'Milk' },
      { title: 'Oat milk' },
    )
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
