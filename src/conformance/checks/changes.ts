import { isDeepStrictEqual } from 'node:util'
import { takes } from '../check.ts'
import type { Check } from '../check.ts'
import type { Declared } from '../declared.ts'
import type { Answer, Request } from '../http.ts'
import { numberOf, without } from '../json.ts'
import { isObject, memberOf } from '../../json.ts'
import { Fault } from '../outcome.ts'
import { targetAt } from '../pages.ts'
import { personOf } from '../people.ts'
import { own, prepare } from '../requests.ts'
import { kindOf, makeFor, plain } from '../things.ts'
import type { TestRun } from '../trial.ts'
import { endsSession, isOfAccount, isOfTrash } from '../valid-request.ts'

const changes = ({ method }: Declared): boolean => method !== 'GET'

const success: Check = {
  title: 'succeeds, with the declared response',
  provokes: [],
  applies: () => true,
  async run(trial, operation) {
    const request = await prepare(trial, operation)
    const answer = await trial.expect(request, operation.success)
    // A sign-in sends one secret and returns another.
    if (operation.secured) requireSent(request, answer)
    if (operation.answers.get(operation.success)?.headers.some(({ name }) => name === 'Location')) await requireLocation(trial, request, answer)
  },
}

/** Requires each sent field in the response, if the response has that field. */
function requireSent({ body = {} }: Request, { json }: Answer): void {
  for (const [name, value] of Object.entries(body)) {
    const kept = memberOf(json, name)
    if (typeof value === 'object' || kept === undefined || kept === value) continue
    throw new Fault(`${name} as it was sent, ${JSON.stringify(value)}`, JSON.stringify(kept))
  }
}

async function requireLocation(trial: TestRun, request: Request, { headers, json }: Answer): Promise<void> {
  const location = headers.get('Location') ?? ''
  // The Location of a registration is the new user.
  const signedIn = memberOf(json, 'user')
  const who = request.who ?? personOf(json, { email: '', password: '' })
  const readPath = signedIn === undefined ? `${request.operation.path}/{id}` : '/api/{user_id}'
  const read = trial.expectations.operations.find(({ method, path }) => method === 'GET' && path === readPath)
  if (!read)
    throw new Fault(
      `an operation that reads the created resource, GET ${readPath}`,
      'none in the contract: add the path of the Location to src/conformance/checks/changes.ts',
    )
  const found = await trial.expect({ ...plain(trial, read.id, who), path: targetAt(trial.url, location, 'Location') }, 200)
  // The account says more about itself than a sign-in says about its user, and a secret is shown only once.
  const created = signedIn ?? (isObject(json) ? without(json, 'secret') : json)
  const common = isObject(found.json) && isObject(created) ? only(found.json, Object.keys(created)) : found.json
  if (!isDeepStrictEqual(common, created)) throw new Fault(`the same resource at Location ${location}`, found.text)
}

const only = (value: Record<string, unknown>, names: string[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(value).filter(([name]) => names.includes(name)))

const examples: Check = {
  title: 'accepts every example body of the contract',
  provokes: [],
  applies: (operation) => Object.keys(operation.examples).length > 0 && operation.secured,
  async run(trial, operation) {
    for (const example of Object.values(operation.examples)) {
      // A password is that of an account of its own.
      const request = await prepare(trial, operation, isOfAccount(operation) ? null : await trial.guest())
      const shown = own(trial, example)
      const given = Object.entries(request.body ?? {}).filter(([name]) => isOfAccount(operation) && name in shown)
      await trial.expect({ ...request, body: { ...shown, ...Object.fromEntries(given) } }, operation.success)
    }
  },
}

const kept: Check = {
  title: 'the response matches the stored resource',
  provokes: [],
  // Otherwise the response is something else that the operation has created, or nothing.
  applies: (operation) =>
    changes(operation) && operation.path.includes('{id}') && operation.success !== 201 && !(operation.method === 'POST' && operation.success === 204),
  async run(trial, operation) {
    const request = await prepare(trial, operation)
    const [kind, { who }, id] = [kindOf(operation), request, numberOf(request.params, 'id')]
    if (!kind || !who) return
    const { json } = await trial.expect(request, operation.success)
    const now = await kind.read(trial, who, id)
    if (operation.method === 'DELETE') {
      if (now !== undefined) throw new Fault('a deleted resource', JSON.stringify(now))
      // It cannot be deleted twice.
      await trial.expect(request, 404)
      return
    }
    const answered = without(isObject(json) ? json : {}, 'occurrence', 'secret')
    if (!isDeepStrictEqual(now, answered)) throw new Fault(`the resource of the response, ${JSON.stringify(answered)}`, JSON.stringify(now))
  },
}

const versions: Check = {
  title: 'a change has a new ETag, and the old one gets 412',
  provokes: [],
  applies: (operation) => takes(operation, 'If-Match') && operation.mediaType !== null,
  async run(trial, operation) {
    const request = await prepare(trial, operation)
    const [kind, { who }, id] = [kindOf(operation), request, numberOf(request.params, 'id')]
    if (!kind || !who) return
    const before = await kind.read(trial, who, id)
    const old = `"${numberOf(before, 'version')}"`
    const { headers, json } = await trial.expect({ ...request, headers: { 'If-Match': old } }, operation.success)
    // A request that changes nothing, such as a move to the same place, may keep the version.
    if (isDeepStrictEqual(contentOf(json), contentOf(before))) return
    if (headers.get('ETag') === old) throw new Fault(`a new ETag instead of ${old} after a change`, old)
    await trial.expect({ ...request, headers: { 'If-Match': old } }, 412)
  },
}

const contentOf = (thing: unknown): unknown => (isObject(thing) ? without(thing, 'version', 'updated_at') : thing)

const restored: Check = {
  title: 'restores it from the trash',
  provokes: [],
  applies: (operation) => isOfTrash(operation) && operation.path.endsWith('/restore'),
  async run(trial, operation) {
    const request = await prepare(trial, operation)
    const [kind, { who }, id] = [kindOf(operation), request, numberOf(request.params, 'id')]
    if (!kind || !who) return
    const gone = await kind.read(trial, who, id)
    if (gone !== undefined) throw new Fault('404 while it is in the trash', JSON.stringify(gone))
    await trial.expect(request, operation.success)
    if ((await kind.read(trial, who, id)) === undefined) throw new Fault('the resource, after it was restored', '404')
  },
}

const emptied: Check = {
  title: 'leaves nothing in the trash',
  provokes: [],
  applies: (operation) => isOfTrash(operation) && operation.method === 'DELETE' && !operation.path.includes('{id}'),
  async run(trial, operation) {
    const request = await prepare(trial, operation)
    if (!request.who) return
    const shelves = trial.expectations.operations.filter((shelf) => isOfTrash(shelf) && shelf.method === 'GET')
    for (const shelf of shelves) await makeFor(trial, shelf, request.who)
    await trial.expect(request, operation.success)
    for (const { id } of shelves) {
      const { json } = await trial.expect(plain(trial, id, request.who), 200)
      if (!isDeepStrictEqual(json, [])) throw new Fault(`nothing left in ${id}`, JSON.stringify(json))
    }
  },
}

const farewell: Check = {
  title: 'its token gets 401 afterwards',
  provokes: [],
  applies: endsSession,
  async run(trial, operation) {
    const request = await prepare(trial, operation)
    await trial.expect(request, operation.success)
    await trial.expect(plain(trial, 'getUser', request.who), 401)
    await trial.expect(plain(trial, 'refreshSession', null, { body: { refresh_token: request.who?.account?.refreshToken } }), 401)
  },
}

/** The effects of an operation. */
export const effects: Record<string, Check> = { success, examples, kept, versions, restored, emptied, farewell }
