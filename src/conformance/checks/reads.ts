import { isDeepStrictEqual } from 'node:util'
import { takes } from '../check.ts'
import type { Check } from '../check.ts'
import type { Declared } from '../declared.ts'
import type { Request } from '../http.ts'
import { memberOf } from '../../json.ts'
import { Fault } from '../outcome.ts'
import { pagesOf } from '../pages.ts'
import type { TestUser } from '../people.ts'
import { prepare } from '../requests.ts'
import { numberOf } from '../json.ts'
import { kindNamed, makeFor, plain } from '../things.ts'
import type { TestRun } from '../trial.ts'

const isRead = ({ method }: Declared): boolean => method === 'GET'

const notModified: Check = {
  title: '304 for the current ETag, and 200 for another',
  provokes: [304],
  applies: ({ statuses }) => statuses.includes(304),
  async run(trial, operation) {
    const request = await prepare(trial, operation)
    const etag = (await trial.expect(request, 200)).headers.get('ETag') ?? ''
    const unchanged = await trial.expect({ ...request, headers: { 'If-None-Match': etag } }, 304)
    if (unchanged.headers.get('ETag') !== etag) throw new Fault(`the ETag ${etag} on the 304`, String(unchanged.headers.get('ETag')))
    await trial.expect({ ...request, headers: { 'If-None-Match': '"another"' } }, 200)
  },
}

const head: Check = {
  title: 'HEAD and a trailing slash are the same resource',
  provokes: [],
  applies: isRead,
  async run(trial, operation) {
    const request = await prepare(trial, operation)
    const got = await trial.expect(request, operation.success)
    const headed = await trial.expect({ ...request, method: 'HEAD' }, operation.success)
    for (const name of ['Content-Type', 'ETag']) {
      const [expected, came] = [got.headers.get(name), headed.headers.get(name)]
      if (came !== expected) throw new Fault(`${name}: ${expected ?? 'none'} on HEAD, as on GET`, came ?? 'none')
    }
    const path = `${operation.path.replace(/\{(\w+)\}/g, (_, name: string) => String(request.params[name]))}/`
    await trial.expect({ ...request, path }, operation.success)
  },
}

/** The number of resources, and the size of a page. */
const [several, few] = [5, 2]

const paging: Check = {
  title: `by Link, ${few} at a time: nothing repeated, nothing skipped`,
  provokes: [],
  applies: (operation) => takes(operation, 'limit') && takes(operation, 'cursor'),
  async run(trial, operation) {
    // A user's own account may have too many resources.
    const who = await trial.guest()
    const { params, made } = await fill(trial, operation, who)
    const request = plain(trial, operation.id, who, { params, query: [['limit', String(few)]] })
    const pages = await pagesOf(trial, request)
    const ids = pages.flat().map(({ id }) => id)
    const twice = ids.filter((id, index) => ids.indexOf(id) !== index)
    const absent = made.filter((id) => !ids.includes(id))
    const long = pages.find(({ length }) => length > few)
    if (long) throw new Fault(`at most ${few} on a page`, `${long.length}`)
    if (twice.length > 0) throw new Fault('nothing repeated', `${twice.join(', ')} on two pages`)
    if (absent.length > 0) throw new Fault(`all of ${made.join(', ')} on the pages`, `none of ${absent.join(', ')} on any of the ${pages.length} pages`)
    const whole = await trial.expect({ ...request, query: [] }, 200)
    if (whole.headers.get('Link') !== null) throw new Fault('no next page if one page has everything', `Link: ${whole.headers.get('Link') ?? ''}`)
    if (!isDeepStrictEqual(whole.json, pages.flat()))
      throw new Fault('the same resources as on one page, in the same order', 'other resources, or another order')
  },
}

const past: Check = {
  title: 'as_of returns what there was before a change, and 410 before the account existed',
  provokes: [410],
  applies: (operation) => takes(operation, 'as_of'),
  async run(trial, operation) {
    // Others may use a user's own account meanwhile.
    const who = await trial.guest()
    const request = await prepare(trial, operation, who)
    const asOf = (moment: string): Request => ({ ...request, query: [['as_of', moment]] })
    const before = await trial.expect(request, 200)
    const { json: changes } = await trial.expect(plain(trial, 'listChanges', who), 200)
    await makeFor(trial, operation, who)
    const then = await trial.expect(asOf(String(memberOf(changes, 'cursor'))), 200)
    if (!isDeepStrictEqual(then.json, before.json)) throw new Fault('the same as before another one was created', then.text)
    await trial.expect(asOf('1970-01-01T00:00:00Z'), 410)
  },
}

/** Creates what an operation lists. @returns the path parameters and the ids */
async function fill(trial: TestRun, operation: Declared, who: TestUser): Promise<{ params: Record<string, string | number>; made: unknown[] }> {
  if (operation.id === 'listOccurrences') return fillOccurrences(trial, who)
  if (operation.id === 'listWebhookDeliveries') return fillDeliveries(trial, who)
  if (operation.path.includes('{id}'))
    throw new Fault('a way to create what it lists', `none: add ${operation.id} to "fill" in src/conformance/checks/reads.ts`)
  const made: unknown[] = []
  for (let count = 0; count < several; count += 1) made.push(await makeFor(trial, operation, who))
  return { params: {}, made }
}

async function fillOccurrences(trial: TestRun, who: TestUser): Promise<{ params: { id: number }; made: unknown[] }> {
  const body = { title: trial.name(), due: { date: '2026-01-01' }, recurrence: { rule: 'FREQ=DAILY' } }
  const { id } = (await trial.expect(plain(trial, 'createTask', who, { body }), 201)).json as { id: number } // it was held to the contract
  const made: unknown[] = []
  for (let count = 0; count < several; count += 1) {
    const { json } = await trial.expect(plain(trial, 'completeTask', who, { params: { id }, body: { completed: true } }), 200)
    const { occurrence } = json as { occurrence?: { id: number } } // the same
    if (!occurrence) throw new Fault('the completed occurrence', 'none in the response')
    made.push(occurrence.id)
  }
  return { params: { id }, made }
}

async function fillDeliveries(trial: TestRun, who: TestUser): Promise<{ params: { id: number }; made: unknown[] }> {
  const id = await kindNamed('webhooks').make(trial, who)
  const made: unknown[] = []
  for (let count = 0; count < several; count += 1) {
    const { json } = await trial.expect(plain(trial, 'testWebhook', who, { params: { id } }), 201)
    made.push(numberOf(json, 'id'))
  }
  return { params: { id }, made }
}

/** The promises of an operation that reads. */
export const reads: Record<string, Check> = { 'not-modified': notModified, head, paging, past }
