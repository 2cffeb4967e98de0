import { isDeepStrictEqual } from 'node:util'
import { takes } from '../check.ts'
import type { Check } from '../check.ts'
import type { Declared } from '../declared.ts'
import { Fault } from '../outcome.ts'
import { pagesOf } from '../pages.ts'
import type { TestUser } from '../people.ts'
import { prepare } from '../requests.ts'
import { makeFor, plain } from '../things.ts'
import type { TestRun } from '../trial.ts'

const isRead = ({ method }: Declared): boolean => method === 'GET'

const notModified: Check = {
  title: '304 for the ETag that the client has, and 200 for another',
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

/** So many things are paged through, and so many stand on a page. */
const [several, few] = [5, 2]

const paging: Check = {
  title: `by Link, ${few} at a time: nothing twice, and nothing left out`,
  provokes: [],
  applies: (operation) => takes(operation, 'limit') && takes(operation, 'cursor'),
  async run(trial, operation) {
    // Somebody's own account may hold more than there is time for.
    const who = await trial.guest()
    const { params, made } = await fill(trial, operation, who)
    const request = plain(trial, operation.id, who, { params, query: [['limit', String(few)]] })
    const pages = await pagesOf(trial, request)
    const ids = pages.flat().map(({ id }) => id)
    const twice = ids.filter((id, index) => ids.indexOf(id) !== index)
    const absent = made.filter((id) => !ids.includes(id))
    const long = pages.find(({ length }) => length > few)
    if (long) throw new Fault(`at most ${few} on a page`, `${long.length}`)
    if (twice.length > 0) throw new Fault('nothing twice', `${twice.join(', ')} on two pages`)
    if (absent.length > 0) throw new Fault(`all of ${made.join(', ')} on the pages`, `none of ${absent.join(', ')} on any of the ${pages.length} pages`)
    const whole = await trial.expect({ ...request, query: [] }, 200)
    if (whole.headers.get('Link') !== null) throw new Fault('no next page where all are on this one', `Link: ${whole.headers.get('Link') ?? ''}`)
    if (!isDeepStrictEqual(whole.json, pages.flat())) throw new Fault('on the pages what one page has', 'something else, or in another order')
  },
}

/** Makes what an operation lists. @returns where it lists it, and the ids */
async function fill(trial: TestRun, operation: Declared, who: TestUser): Promise<{ params: Record<string, string | number>; made: unknown[] }> {
  if (operation.id === 'listOccurrences') return fillOccurrences(trial, who)
  if (operation.path.includes('{id}')) throw new Fault('a way to make several of what it lists', `none that the kit knows: add ${operation.id} to "fill" in src/conformance/checks/reads.ts`)
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
    const { occurrence } = json as { occurrence?: { id: number } } // likewise
    if (!occurrence) throw new Fault('the occurrence that was completed', 'none in the answer')
    made.push(occurrence.id)
  }
  return { params: { id }, made }
}

/** What an operation that reads promises. */
export const reads: Record<string, Check> = { 'not-modified': notModified, head, paging }
