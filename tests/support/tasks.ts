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
export const nonIds = ['0', '-1', '01', '+1', '1.0', '1e3', '0x10', '%205', '5%20', '%D9%A3', 'abc', 'me', '9007199254740993', '9223372036854775808']

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
  ['a day that it is due', { due: { date: '2026-11-21' } }],
  ['a local time that it is due', { due: { date_time: '2026-11-21T18:30' } }],
  ['a local time to the second', { due: { date_time: '2026-11-21T18:30:00' } }],
  ['a time in a zone that it is due', { due: { date_time: '2026-03-29T02:30', time_zone: 'Europe/Berlin' } }],
  ['a zone by another of its names', { due: { date_time: '1900-01-01T00:00', time_zone: 'US/Eastern' } }],
  ['the first day there is', { due: { date: '1900-01-01' } }],
  ['the last day there is', { due: { date: '2200-12-31' } }],
  ['the last second there is', { due: { date_time: '2200-12-31T23:59:59', time_zone: 'Pacific/Pago_Pago' } }],
  ['29 February', { due: { date: '2028-02-29' } }],
  ['that it is never due', { due: null }],
  ['no list', { list_id: null }],
  ['all of them', { title: 'Buy oat milk', description: 'Unsweetened.', completed: true, priority: 'high', due: { date: '2026-11-21' } }],
]

const tooLong = (most: number): string => `must not have more than ${most} characters`
const blank = 'must not be blank or contain the NUL character'
const nul = 'must not contain the NUL character'
const unpaired = 'must be well-formed Unicode, without half of a surrogate pair'
const priorities = 'must be equal to one of the allowed values: none, low, medium, high'
const thereIsNo = (day: string): string => `must be a valid date: ${day} does not exist`
const days = 'must be a date from 1900-01-01 to 2200-12-31, such as 2026-11-21'
const localTimes = 'must be a local time from 1900 to 2200, without an offset, such as 2026-11-21T18:30'
const zones = 'must be the name of an IANA time zone, such as Europe/Berlin'
const aloneWithTime = 'is allowed only with date_time: a date has no time zone'
const oneOfTwo = 'must have either date or date_time'
const shorthands = 'must be a date such as 2026-11-21, or an instant with an offset such as 2026-11-21T18:30:00+01:00, from 1900 to 2200'
const repeated = (text: string, times: number): string => JSON.stringify(text.repeat(times))

/** Fields that no task takes: the JSON of the field, and what is said of it. */
export const refusedFields: [name: string, json: string, pointer: string, detail: string][] = [
  ['an empty title', '"title": ""', '#/title', 'must not have fewer than 1 characters'],
  ['a title of spaces', '"title": "  "', '#/title', blank],
  ['a title of a tab', String.raw`"title": "\t"`, '#/title', blank],
  ['a title of line breaks', String.raw`"title": "\r\n"`, '#/title', blank],
  ['a title of a no-break space', String.raw`"title": "\u00a0"`, '#/title', blank],
  ['a title of an ideographic space', String.raw`"title": "\u3000"`, '#/title', blank],
  ...['\\u200b', '\\u00ad\\ufe0f', '\\u3164', '\\u200d \\u2060', '\\ufeff', '\\u202e', '\\u0085', '\\udb40\\udc20'].map(
    (invisible): [string, string, string, string] => [`a title of ${invisible}`, `"title": "${invisible}"`, '#/title', blank],
  ),
  ['a tag of a zero-width space', String.raw`"tags": ["a", "\u200b"]`, '#/tags/1', blank],
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
  ['an unknown priority', '"priority": "important"', '#/priority', priorities],
  ['a priority that is a number', '"priority": 1', '#/priority', 'must be string'],
  ['a priority that is null', '"priority": null', '#/priority', 'must be string'],
  ['tags that are null', '"tags": null', '#/tags', 'must be array'],
  ['tags that are a string', '"tags": "errands"', '#/tags', 'must be array'],
  ['51 tags', `"tags": ${JSON.stringify(Array.from({ length: 51 }, (_, index) => `${index}`))}`, '#/tags', 'must not have more than 50 items'],
  ['an empty tag', '"tags": ["a", ""]', '#/tags/1', 'must not have fewer than 1 characters'],
  ['a blank tag', '"tags": [" "]', '#/tags/0', blank],
  ['a tag of 51 characters', `"tags": [${repeated('x', 51)}]`, '#/tags/0', tooLong(50)],
  ['a tag with NUL', String.raw`"tags": ["a\u0000"]`, '#/tags/0', blank],
  ['a tag that is a number', '"tags": [1]', '#/tags/0', 'must be string'],
  ['30 February', '"due": {"date": "2026-02-30"}', '#/due/date', thereIsNo('2026-02-30')],
  ['29 February of a year that has none', '"due": {"date": "2026-02-29"}', '#/due/date', thereIsNo('2026-02-29')],
  ['29 February of 1900', '"due": "1900-02-29"', '#/due/date', thereIsNo('1900-02-29')],
  ['a time on 31 April', '"due": {"date_time": "2026-04-31T09:00"}', '#/due/date_time', thereIsNo('2026-04-31')],
  ['a moment on 31 April', '"due": "2026-04-31T09:00:00Z"', '#/due', thereIsNo('2026-04-31')],
  ['a day before 1900', '"due": {"date": "1899-12-31"}', '#/due/date', days],
  ['a day after 2200', '"due": {"date": "2201-01-01"}', '#/due/date', days],
  ['a day and a time', '"due": {"date": "2026-11-21T18:30"}', '#/due/date', days],
  ['24:00', '"due": {"date_time": "2026-11-21T24:00"}', '#/due/date_time', localTimes],
  ['a sixtieth minute', '"due": {"date_time": "2026-11-21T18:60"}', '#/due/date_time', localTimes],
  ['a local time with an offset', '"due": {"date_time": "2026-11-21T18:30+01:00"}', '#/due/date_time', localTimes],
  ['an unknown time zone', '"due": {"date_time": "2026-11-21T18:30", "time_zone": "Europe/Bonn"}', '#/due/time_zone', zones],
  ['an offset for a zone', '"due": {"date_time": "2026-11-21T18:30", "time_zone": "+01:00"}', '#/due/time_zone', zones],
  ['an empty zone', '"due": {"date_time": "2026-11-21T18:30", "time_zone": ""}', '#/due/time_zone', zones],
  ['a day in a zone', '"due": {"date": "2026-11-21", "time_zone": "Europe/Berlin"}', '#/due/time_zone', aloneWithTime],
  ['a day and a local time', '"due": {"date": "2026-11-21", "date_time": "2026-11-21T18:30"}', '#/due', oneOfTwo],
  ['a zone alone', '"due": {"time_zone": "Europe/Berlin"}', '#/due', oneOfTwo],
  ['an empty due date', '"due": {}', '#/due', oneOfTwo],
  ['an empty due', '"due": ""', '#/due', shorthands],
  ['a moment without an offset', '"due": "2026-11-21T18:30:00"', '#/due', shorthands],
  ['a moment at 25:00', '"due": "2026-11-21T25:00:00Z"', '#/due', 'must be a valid instant from 1900 to 2200'],
  ['a moment that is past 2200', '"due": "2200-12-31T23:30:00-01:00"', '#/due', 'must be a valid instant from 1900 to 2200'],
  ['a due date in words', '"due": "tomorrow"', '#/due', shorthands],
  ['a due date that is a number', '"due": 1', '#/due', 'must be object,string,null'],
  ['a due date that is an array', '"due": ["2026-11-21"]', '#/due', 'must be object,string,null'],
  ['an unknown list', `"list_id": ${greatestId}`, '#/list_id', 'must be the id of one of your lists, or null'],
  ['a list by its name', '"list_id": "Groceries"', '#/list_id', 'must be integer,null'],
  ['a list with the id 0', '"list_id": 0', '#/list_id', 'must be >= 1'],
  ['a list beyond all ids', '"list_id": 9007199254740992', '#/list_id', 'must be <= 9007199254740991'],
]

/** What is sent as JSON and is no JSON object. */
export const refusedBodies = ['null', '[]', '[{"title":"Buy milk"}]', '"title"', '1', 'true', ' ', '{"title":', '{title:"Buy milk"}', '{"title":"a",}']

/** What a client must not decide: a body may hold it, and it has no effect. */
export const readOnly = {
  id: 1,
  user_id: 2,
  created_at: '2000-01-01T00:00:00Z',
  updated_at: '2000-01-01T00:00:00Z',
  version: 99,
}

/** What changes of a task by itself whenever it is changed; how a due date is shown follows from it. */
export const byItself = ({ updated_at, version, completed_at, due_date }: Task): Partial<Task> => ({ updated_at, version, completed_at, due_date })
