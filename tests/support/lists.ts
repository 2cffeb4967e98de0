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
  ['a colour', { colour: '#09afc3' }],
  ['no colour', { colour: null }],
  ['both of them', { name: 'Work', colour: '#000000' }],
]

const blank = 'must hold more than white space, and no NUL character'
const colour = 'must be a colour such as #cc3300, in lower case'

/** Fields that no list takes: the JSON of the field, and what is said of it. */
export const refusedFields: [name: string, json: string, pointer: string, detail: string][] = [
  ['an empty name', '"name": ""', '#/name', 'must not have fewer than 1 characters'],
  ['a name of white space', String.raw`"name": " \t\u00a0"`, '#/name', blank],
  ['a name of 101 characters', `"name": "${'x'.repeat(101)}"`, '#/name', 'must not have more than 100 characters'],
  ['a name with NUL', String.raw`"name": "a\u0000"`, '#/name', blank],
  ['a name that is null', '"name": null', '#/name', 'must be string'],
  ['a colour in capitals', '"colour": "#4A90D9"', '#/colour', colour],
  ['a colour of three digits', '"colour": "#fff"', '#/colour', colour],
  ['a colour of eight digits', '"colour": "#4a90d9ff"', '#/colour', colour],
  ['a colour by name', '"colour": "red"', '#/colour', colour],
  ['a colour with a line break after it', String.raw`"colour": "#4a90d9\n"`, '#/colour', colour],
  ['an empty colour', '"colour": ""', '#/colour', colour],
  ['a colour that is a number', '"colour": 1', '#/colour', 'must be string,null'],
]
