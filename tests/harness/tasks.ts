import type { components } from '../../src/generated/contract.ts'
import type { TestDatabase } from './database.ts'
import type { Client, Person } from './service.ts'

/** A task as it is answered. */
export type Task = components['schemas']['Task']

/** Creates a task. */
export async function createTask(who: Client, fields: object = {}): Promise<Task> {
  const { body } = await who.post('/api/me/tasks', { title: 'Buy milk', ...fields }).expect(201)
  return body
}

/** Runs SQL on the tasks of one user: row-level security holds for the tables' owner too. */
export async function onTasksOf({ id }: Person, database: TestDatabase, statement: string): Promise<void> {
  // Without values they are one message, and so one transaction.
  await database.query(`select set_config('app.user_id', '${id}', true); ${statement}`)
}

/** What may stand in a path where an id should, and is none. */
export const nonIds = [
  '0', '-1', '01', '+1', '1.0', '1e3', '0x10', '%205', '5%20', '%D9%A3', 'abc', 'me', '9007199254740993', '9223372036854775808',
]

/** An id that nothing has, and that is one. */
export const greatestId = Number.MAX_SAFE_INTEGER

/** Fields that a task takes, and keeps exactly as they are. */
export const acceptedFields: [name: string, fields: object][] = [
  ['a title of 1 character', { title: 'x' }],
  ['a title of 255 characters', { title: 'x'.repeat(255) }],
  ['a title of 255 emoji', { title: '🥛'.repeat(255) }],
  ['a title with white space around it', { title: ' \tBuy milk\n ' }],
  ['a title of combining characters', { title: 'e\u0301\u0302' }],
  ['a title that looks like SQL', { title: "'); drop table tasks; --" }],
  ['a description', { description: 'Semi-skimmed.\nTwo bottles.' }],
  ['an empty description', { description: '' }],
  ['no description', { description: null }],
  ['a description of 1,000 characters', { description: 'x'.repeat(1000) }],
  ['a description of 1,000 emoji', { description: '🥛'.repeat(1000) }],
  ['that it is done', { completed: true }],
  ['that it is not done', { completed: false }],
  ...['none', 'low', 'medium', 'high'].map((priority): [string, object] => [`the priority ${priority}`, { priority }]),
  ['tags', { tags: ['errands', 'Zu Hause', '🥛'] }],
  ['no tags', { tags: [] }],
  ['fifty tags of fifty characters', { tags: Array.from({ length: 50 }, (_, index) => `${index}`.padStart(50, 'x')) }],
  ['a tag that looks like an array of SQL', { tags: ['{"a","b"}', 'x,y', '\\"', 'NULL'] }],
  ['no list', { list_id: null }],
  ['all of them', { title: 'Buy oat milk', description: 'Unsweetened.', completed: true, priority: 'high' }],
]

const tooLong = (most: number): string => `must not have more than ${most} characters`
const blank = 'must hold more than white space, and no NUL character'
const nul = 'must not contain the NUL character'
const unpaired = 'must be well-formed Unicode, without half of a surrogate pair'
const priorities = 'must be equal to one of the allowed values: none, low, medium, high'
const repeated = (text: string, times: number): string => JSON.stringify(text.repeat(times))

/** Fields that no task takes: the JSON of the field, and what is said of it. */
export const refusedFields: [name: string, json: string, pointer: string, detail: string][] = [
  ['an empty title', '"title": ""', '#/title', 'must not have fewer than 1 characters'],
  ['a title of spaces', '"title": "  "', '#/title', blank],
  ['a title of a tab', String.raw`"title": "\t"`, '#/title', blank],
  ['a title of line breaks', String.raw`"title": "\r\n"`, '#/title', blank],
  ['a title of a no-break space', String.raw`"title": "\u00a0"`, '#/title', blank],
  ['a title of an ideographic space', String.raw`"title": "\u3000"`, '#/title', blank],
  ['a title of 256 characters', `"title": ${repeated('x', 256)}`, '#/title', tooLong(255)],
  ['a title of 256 emoji', `"title": ${repeated('🥛', 256)}`, '#/title', tooLong(255)],
  ['a title with NUL', String.raw`"title": "Buy\u0000milk"`, '#/title', blank],
  ['a title with a first half of a surrogate pair', String.raw`"title": "Buy \ud800"`, '#/title', unpaired],
  ['a title with a second half of a surrogate pair', String.raw`"title": "\uDC00 milk"`, '#/title', unpaired],
  ['a title that is null', '"title": null', '#/title', 'must be string'],
  ['a title that is a number', '"title": 1', '#/title', 'must be string'],
  ['a title that is an array', '"title": ["Buy milk"]', '#/title', 'must be string'],
  ['a description of 1,001 characters', `"description": ${repeated('x', 1001)}`, '#/description', tooLong(1000)],
  ['a description of 1,001 emoji', `"description": ${repeated('🥛', 1001)}`, '#/description', tooLong(1000)],
  ['a description with NUL', String.raw`"description": "\u0000"`, '#/description', nul],
  ['a description with half of a surrogate pair', String.raw`"description": "\ud800\ud800"`, '#/description', unpaired],
  ['a description that is a number', '"description": 1', '#/description', 'must be string,null'],
  ['a state that is text', '"completed": "true"', '#/completed', 'must be boolean'],
  ['a state that is a number', '"completed": 1', '#/completed', 'must be boolean'],
  ['a state that is null', '"completed": null', '#/completed', 'must be boolean'],
  ['a priority that there is not', '"priority": "urgent"', '#/priority', priorities],
  ['a priority in capitals', '"priority": "High"', '#/priority', priorities],
  ['a priority that is a number', '"priority": 1', '#/priority', 'must be string'],
  ['a priority that is null', '"priority": null', '#/priority', 'must be string'],
  ['tags that are null', '"tags": null', '#/tags', 'must be array'],
  ['tags that are a text', '"tags": "errands"', '#/tags', 'must be array'],
  ['51 tags', `"tags": ${JSON.stringify(Array.from({ length: 51 }, (_, index) => `${index}`))}`, '#/tags', 'must not have more than 50 items'],
  ['an empty tag', '"tags": ["a", ""]', '#/tags/1', 'must not have fewer than 1 characters'],
  ['a blank tag', '"tags": [" "]', '#/tags/0', blank],
  ['a tag of 51 characters', `"tags": [${repeated('x', 51)}]`, '#/tags/0', tooLong(50)],
  ['a tag with NUL', String.raw`"tags": ["a\u0000"]`, '#/tags/0', blank],
  ['a tag that is a number', '"tags": [1]', '#/tags/0', 'must be string'],
  ['a list that there is not', `"list_id": ${greatestId}`, '#/list_id', 'must be the id of one of your lists, or null'],
  ['a list by its name', '"list_id": "Groceries"', '#/list_id', 'must be integer,null'],
  ['a list with the id 0', '"list_id": 0', '#/list_id', 'must be >= 1'],
  ['a list beyond all ids', '"list_id": 9007199254740992', '#/list_id', 'must be <= 9007199254740991'],
]

/** What is sent as JSON and is no JSON object. */
export const refusedBodies = [
  'null', '[]', '[{"title":"Buy milk"}]', '"title"', '1', 'true', ' ', '{"title":', '{title:"Buy milk"}', '{"title":"a",}',
]

/** What a client must not decide: a body may hold it, and it has no effect. */
export const readOnly = {
  id: 1,
  user_id: 2,
  created_at: '2000-01-01T00:00:00Z',
  updated_at: '2000-01-01T00:00:00Z',
  version: 99,
}

/** What changes of a task by itself whenever it is changed. */
export const byItself = ({ updated_at, version, completed_at }: Task): Partial<Task> => ({ updated_at, version, completed_at })
