import type { components } from '../../src/generated/contract.ts'
import type { Client } from './service.ts'

/** A list as it is answered. */
export type List = components['schemas']['List']

/** Creates a list. */
export async function createList(who: Client, fields: object = {}): Promise<List> {
  const { body } = await who.post('/api/me/lists', { name: 'Groceries', ...fields }).expect(201)
  return body
}

/** Fields that a list takes, and keeps exactly as they are. */
export const acceptedFields: [name: string, fields: object][] = [
  ['a name of 1 character', { name: 'x' }],
  ['a name of 100 characters', { name: 'x'.repeat(100) }],
  ['a name of 100 emoji', { name: '🥛'.repeat(100) }],
  ['a name with white space around it', { name: ' \tGroceries\n ' }],
  ['a color', { color: '#09afc3' }],
  ['no color', { color: null }],
  ['both of them', { name: 'Work', color: '#000000' }],
]

const blank = 'must not be blank or contain the NUL character'
const color = 'must be a color such as #cc3300, in lower case'

/** Fields that no list takes: the JSON of the field, and what is said of it. */
export const refusedFields: [name: string, json: string, pointer: string, detail: string][] = [
  ['an empty name', '"name": ""', '#/name', 'must not have fewer than 1 characters'],
  ['a name of white space', String.raw`"name": " \t\u00a0"`, '#/name', blank],
  ['a name of 101 characters', `"name": "${'x'.repeat(101)}"`, '#/name', 'must not have more than 100 characters'],
  ['a name with NUL', String.raw`"name": "a\u0000"`, '#/name', blank],
  ['a name that is null', '"name": null', '#/name', 'must be string'],
  ['a color in capitals', '"color": "#4A90D9"', '#/color', color],
  ['a color of three digits', '"color": "#fff"', '#/color', color],
  ['a color of eight digits', '"color": "#4a90d9ff"', '#/color', color],
  ['a color by name', '"color": "red"', '#/color', color],
  ['a color with a line break after it', String.raw`"color": "#4a90d9\n"`, '#/color', color],
  ['an empty color', '"color": ""', '#/color', color],
  ['a color that is a number', '"color": 1', '#/color', 'must be string,null'],
]
