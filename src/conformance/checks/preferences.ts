import { isDeepStrictEqual } from 'node:util'
import { requireNamed, takes } from '../check.ts'
import type { Check } from '../check.ts'
import type { Declared } from '../declared.ts'
import type { Answer, Request } from '../http.ts'
import { Fault } from '../outcome.ts'
import type { TestUser } from '../people.ts'
import { numberOf } from '../json.ts'
import { own, prepare } from '../requests.ts'
import { kindOf, plain } from '../things.ts'
import type { TestRun } from '../trial.ts'
import { endsSession } from '../valid-request.ts'

const takesPrefer = (operation: Declared): boolean => takes(operation, 'Prefer')
const unknown = 'kit_unknown'

/** A request with an unknown parameter and an unknown field. */
const strange = (request: Request): Request => ({
  ...request,
  query: [...request.query, [unknown, '1']],
  body: request.operation.body === 'none' ? undefined : { ...request.body, [unknown]: 1 },
})

const ignored: Check = {
  title: 'unknown fields and parameters are ignored',
  provokes: [],
  applies: takesPrefer,
  async run(trial, operation) {
    await trial.expect(strange(await prepare(trial, operation)), operation.success)
  },
}

const strict: Check = {
  title: 'Prefer: handling=strict rejects unknown fields and parameters by name',
  provokes: [400],
  applies: takesPrefer,
  async run(trial, operation) {
    const request = { ...(await prepare(trial, operation)), headers: { Prefer: 'handling=strict' } }
    const refused = await trial.expect(strange(request), 400)
    requireNamed(refused, 'parameter', unknown)
    if (operation.body !== 'none') requireNamed(refused, 'pointer', `#/${unknown}`)
    requireApplied(await trial.expect(request, operation.success), 'handling=strict')
  },
}

const dryRun: Check = {
  title: 'Prefer: dry-run gets the response, and changes nothing',
  provokes: [],
  applies: (operation) => takesPrefer(operation) && operation.secured && operation.method !== 'GET',
  async run(trial, operation) {
    const request = await prepare(trial, operation, endsSession(operation) ? null : await trial.guest())
    if (!request.who) return
    const before = await snapshot(trial, request.who)
    requireApplied(await trial.expect({ ...request, headers: { Prefer: 'dry-run' } }, operation.success), 'dry-run')
    const after = await snapshot(trial, request.who)
    const changed = Object.keys(before).filter((id) => !isDeepStrictEqual(after[id], before[id]))
    if (changed.length > 0) throw new Fault('nothing changed by a dry run', `another response to ${changed.join(', ')}`)
    await trial.expect(request, operation.success)
  },
}

const merge: Check = {
  title: 'Prefer: merge gets 409 for a change of the same fields, and makes any other one',
  provokes: [409],
  applies: (operation) => operation.merge !== null,
  async run(trial, operation) {
    const request = await prepare(trial, operation)
    const [kind, { who, body = {} }, id] = [kindOf(operation), request, numberOf(request.params, 'id')]
    if (!kind || !who) return
    const headers = { 'If-Match': `"${numberOf(await kind.read(trial, who, id), 'version')}"`, 'Prefer': 'merge' }
    await trial.expect({ ...request, headers }, operation.success)
    // To the same values, it is no conflict.
    requireApplied(await trial.expect({ ...request, headers }, operation.success), 'merge')
    const now = await kind.read(trial, who, id)
    await trial.expect({ ...request, headers, body: operation.body === 'required' ? own(trial, body) : {} }, 409)
    if (!isDeepStrictEqual(await kind.read(trial, who, id), now)) throw new Fault('nothing changed by a failed request', 'a change')
  },
}

function requireApplied({ headers }: Answer, preference: string): void {
  const applied = headers.get('Preference-Applied')
  if (applied === null || !applied.includes(preference)) throw new Fault(`Preference-Applied: ${preference}`, applied ?? 'none')
}

/** The whole content of an account, from every operation that reads or lists it. A document that is streamed says when it was made. */
async function snapshot(trial: TestRun, who: TestUser): Promise<Record<string, unknown>> {
  const whole = trial.expectations.operations.filter(
    ({ method, path, mediaType, streamed }) =>
      method === 'GET' && mediaType === 'application/json' && streamed === null && path.startsWith('/api/{user_id}') && !path.includes('{id}'),
  )
  const shown: Record<string, unknown> = {}
  for (const { id } of whole) shown[id] = (await trial.expect(plain(trial, id, who), 200)).json
  return shown
}

/** The behaviour of an operation with Prefer and without. */
export const preferences: Record<string, Check> = { ignored, strict, 'dry-run': dryRun, merge }
