// Folding is done by the database alone. Here it is compared with the properties that JavaScript knows, over all of Unicode.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isBlank } from '../../src/contract/blank.ts'
import { createDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'
import { characters, classes, foldName, wordsOf } from '../support/folding.ts'

let database: TestDatabase
beforeAll(async () => void (database = await createDatabase()))
afterAll(() => database.drop())

// Those that this version of Node knows: a later Unicode gives letters to what an earlier one leaves open.
const known = characters.filter((character) => /\P{Cn}/u.test(character))

/** How PostgreSQL writes a range of characters. */
const written = (characters: string[]): string => characters.map((character) => `\\U${(character.codePointAt(0) ?? 0).toString(16).padStart(8, '0')}`).join('')

describe('a class of characters', () => {
  test.each(Object.entries(classes))('%s is what its properties say', async (name, property) => {
    const [row] = await database.query<{ pattern: string }>(`select ${name}() as pattern`)
    const pattern = (row?.pattern ?? '').replaceAll(/\\U([0-9a-f]{8})/g, '\\u{$1}').replaceAll('\\u{000', '\\u{')
    const held = new RegExp(pattern, 'u')
    const absent = known.filter((character) => property.test(character) && !held.test(character))
    const wrong = known.filter((character) => !property.test(character) && held.test(character))
    expect({ absent: written(absent), wrong: written(wrong) }, 'replace the function in a new migration').toEqual({ absent: '', wrong: '' })
  })
})

describe('every character', () => {
  const perText = 25
  let texts: string[]
  beforeAll(async () => {
    // An older server does not know how later characters are composed.
    const rows = await database.query<{ parts: string }>('select normalize(t, NFKD) as parts from unnest($1::text[]) as t', [known])
    const shared = known.filter((character, index) => rows[index]?.parts === character.normalize('NFKD'))
    expect(shared.length).toBeGreaterThan(known.length - 200)
    texts = Array.from({ length: Math.ceil(shared.length / perText) }, (_, index) =>
      shared
        .slice(index * perText, (index + 1) * perText)
        .map((character) => `a${character}b ${character}`)
        .join(' '),
    )
  })

  test('in a name is folded by full case folding, in normal form KC', async () => {
    const query = 'select fold_name(t) as name, fold_name(fold_name(t)) as again from unnest($1::text[]) as t'
    const rows = await database.query<{ name: string; again: string }>(query, [texts])
    expect(texts.filter((text, index) => rows[index]?.name !== foldName(text))).toEqual([])
    expect(rows.filter(({ name, again }) => name !== again)).toEqual([])
  })

  test('in a title belongs to a word, divides words or goes', async () => {
    const rows = await database.query<{ words: string[] }>('select words_held(t) as words from unnest($1::text[]) as t', [texts])
    expect(texts.filter((text, index) => rows[index]?.words.join('|') !== wordsOf(text).join('|'))).toEqual([])
  })

  test('is blank, and refused as a name, if nothing of it is left', () => {
    expect(known.filter((character) => isBlank(character) !== (foldName(character) === ''))).toEqual([])
  })

  test('that is its own case variant folds to the same name', () => {
    const variants = known.map((character) => [character, character.toUpperCase(), character.toLowerCase()])
    expect(variants.filter((each) => !/[ıİ]/.test(each.join('')) && new Set(each.map(foldName)).size > 1)).toEqual([])
  })
})

test('an index of words can be built without a search path, as a restore does', async () => {
  await database.query("set search_path = ''; reindex index public.tasks_found_by; reset search_path")
  await database.superuser(`insert into users (id) overriding system value values (1); insert into tasks (user_id, title) values (1, '東京 ΟΔΟΣ $5')`)
  await database.query("set search_path = ''; reindex index public.tasks_found_by; reset search_path")
  const rows = await database.superuser("select title from tasks where search_keys(user_id, title, description) @@ '''1/οδοσ'''::tsquery")
  expect(rows).toEqual([{ title: '東京 ΟΔΟΣ $5' }])
})
