import { isDeepStrictEqual } from 'node:util'
import { takes } from '../check.ts'
import type { Check } from '../check.ts'
import type { Declared } from '../declared.ts'
import type { Answer, Request } from '../http.ts'
import { isObject, memberOf, numberOf, without } from '../json.ts'
import { Fault } from '../outcome.ts'
import { targetAt } from '../pages.ts'
import { personOf } from '../people.ts'
import { own, prepare } from '../requests.ts'
import { kindOf, makeFor, plain } from '../things.ts'
import type { TestRun } from '../trial.ts'
import { isOfTrash, sessionEnding } from '../valid-request.ts'

const changes = ({ method }: Declared): boolean => method !== 'GET'

const success: Check = {
  title: 'is carried out, and answered as declared',
  provokes: [],
  applies: () => true,
  async run(trial, operation) {
    const request = await prepare(trial, operation)
    const answer = await trial.expect(request, operation.success)
    // Where one signs in, what is sent is a secret, and what is answered another.
    if (operation.secured) requireSent(request, answer)
    if (operation.answers.get(operation.success)?.headers.some(({ name }) => name === 'Location')) await requireLocation(trial, request, answer)
  },
}

/** What was sent has to be in the answer, where that has such a field. */
function requireSent({ body = {} }: Request, { json }: Answer): void {
  for (const [name, value] of Object.entries(body)) {
    const kept = memberOf(json, name)
    if (typeof value === 'object' || kept === undefined || kept === value) continue
    throw new Fault(`${name} as it was sent, ${JSON.stringify(value)}`, JSON.stringify(kept))
  }
}

async function requireLocation(trial: TestRun, request: Request, { headers, json }: Answer): Promise<void> {
  const location = headers.get('Location') ?? ''
  // Whoever has registered is told where they are themselves.
  const signedIn = memberOf(json, 'user')
  const who = request.who ?? personOf(json, { email: '', password: '' })
  const readPath = signedIn === undefined ? `${request.operation.path}/{id}` : '/api/{user_id}'
  const read = trial.expectations.operations.find(({ method, path }) => method === 'GET' && path === readPath)
  if (!read) throw new Fault(`an operation that reads what was made, GET ${readPath}`, 'none in the contract: say what is at the Location in src/conformance/checks/changes.ts')
  const found = await trial.expect({ ...plain(trial, read.id, who), path: targetAt(trial.url, location, 'Location') }, 200)
  if (!isDeepStrictEqual(found.json, signedIn ?? json)) throw new Fault(`at the Location ${location} what was answered`, found.text)
}

const examples: Check = {
  title: 'takes every body that the contract shows',
  provokes: [],
  applies: (operation) => Object.keys(operation.examples).length > 0 && operation.secured,
  async run(trial, operation) {
    for (const example of Object.values(operation.examples)) {
      const request = await prepare(trial, operation, await trial.guest())
      await trial.expect({ ...request, body: own(trial, example) }, operation.success)
    }
  },
}

const kept: Check = {
  title: 'what it answers is so from then on',
  provokes: [],
  applies: (operation) => changes(operation) && operation.path.includes('{id}'),
  async run(trial, operation) {
    const request = await prepare(trial, operation)
    const [kind, { who }, id] = [kindOf(operation), request, numberOf(request.params, 'id')]
    if (!kind || !who) return
    const { json } = await trial.expect(request, operation.success)
    const now = await kind.read(trial, who, id)
    if (operation.method === 'DELETE') {
      if (now !== undefined) throw new Fault('nothing of it any more', JSON.stringify(now))
      // A second time, there is nothing to remove.
      await trial.expect(request, 404)
      return
    }
    const answered = without(isObject(json) ? json : {}, 'occurrence')
    if (!isDeepStrictEqual(now, answered)) throw new Fault(`what was answered, ${JSON.stringify(answered)}`, JSON.stringify(now))
  },
}

const versions: Check = {
  title: 'a change has another ETag, and the one before is refused from then on',
  provokes: [],
  applies: (operation) => takes(operation, 'If-Match') && operation.mediaType !== null,
  async run(trial, operation) {
    const request = await prepare(trial, operation)
    const [kind, { who }, id] = [kindOf(operation), request, numberOf(request.params, 'id')]
    if (!kind || !who) return
    const before = await kind.read(trial, who, id)
    const old = `"${numberOf(before, 'version')}"`
    const { headers, json } = await trial.expect({ ...request, headers: { 'If-Match': old } }, operation.success)
    // What changed nothing, such as a move to where it is, may leave the version as it was.
    if (isDeepStrictEqual(contentOf(json), contentOf(before))) return
    if (headers.get('ETag') === old) throw new Fault(`another ETag than ${old} after a change`, old)
    await trial.expect({ ...request, headers: { 'If-Match': old } }, 412)
  },
}

const contentOf = (thing: unknown): unknown => (isObject(thing) ? without(thing, 'version', 'updated_at') : thing)

const restored: Check = {
  title: 'takes it out of the trash, as it was',
  provokes: [],
  applies: (operation) => isOfTrash(operation) && operation.path.endsWith('/restore'),
  async run(trial, operation) {
    const request = await prepare(trial, operation)
    const [kind, { who }, id] = [kindOf(operation), request, numberOf(request.params, 'id')]
    if (!kind || !who) return
    const gone = await kind.read(trial, who, id)
    if (gone !== undefined) throw new Fault('nothing of it while it is in the trash', JSON.stringify(gone))
    await trial.expect(request, operation.success)
    if ((await kind.read(trial, who, id)) === undefined) throw new Fault('it again, once it was restored', '404')
  },
}

const emptied: Check = {
  title: 'leaves nothing in the trash',
  provokes: [],
  applies: ({ id }) => id === 'emptyTrash',
  async run(trial, operation) {
    const request = await prepare(trial, operation)
    if (!request.who) return
    const shelves = trial.expectations.operations.filter((shelf) => isOfTrash(shelf) && shelf.method === 'GET')
    for (const shelf of shelves) await makeFor(trial, shelf, request.who)
    await trial.expect(request, operation.success)
    for (const { id } of shelves) {
      const { json } = await trial.expect(plain(trial, id, request.who), 200)
      if (!isDeepStrictEqual(json, [])) throw new Fault(`nothing more in ${id}`, JSON.stringify(json))
    }
  },
}

const farewell: Check = {
  title: 'its token is refused from then on',
  provokes: [],
  applies: ({ id }) => sessionEnding.includes(id),
  async run(trial, operation) {
    const request = await prepare(trial, operation)
    await trial.expect(request, operation.success)
    await trial.expect(plain(trial, 'getUser', request.who), 401)
    await trial.expect(plain(trial, 'refreshSession', null, { body: { refresh_token: request.who?.account?.refreshToken } }), 401)
  },
}

/** What an operation does, and that it has done it. */
export const effects: Record<string, Check> = { success, examples, kept, versions, restored, emptied, farewell }
