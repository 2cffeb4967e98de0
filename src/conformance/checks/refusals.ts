import { isDeepStrictEqual } from 'node:util'
import type { OperationId } from '../../generated/operation-ids.ts'
import { namesThing, requireNamed, takes, unusedId } from '../check.ts'
import type { Check } from '../check.ts'
import type { Declared, Expectations } from '../declared.ts'
import type { Request } from '../http.ts'
import { memberOf } from '../../json.ts'
import { numberOf, without } from '../json.ts'
import { Fault } from '../outcome.ts'
import { own, prepare } from '../requests.ts'
import { kindOf, plain } from '../things.ts'
import type { TestRun } from '../trial.ts'
import { withoutAlternatives } from '../valid-request.ts'

const declares =
  (status: number) =>
  ({ statuses }: Declared): boolean =>
    statuses.includes(status)
const takesBody = ({ body }: Declared): boolean => body !== 'none'

/** Credentials for which an operation without a token returns 401. */
const unknownCredentials: Partial<Record<OperationId, (trial: TestRun) => Record<string, unknown>>> = {
  loginUser: (trial) => ({ ...own(trial, { email: '' }), password: 'of no account' }),
  refreshSession: (trial) => ({ refresh_token: trial.marker }),
}

/** Batches of one operation, which fails. */
const refusedBatches: Record<number, Record<string, unknown>> = {
  404: { operations: [{ operationId: 'getTask', params: { id: unusedId } }] },
}

/** Builds requests that conflict with an existing name, or with a later change. */
const conflicts: Partial<Record<OperationId, (trial: TestRun, request: Request) => Promise<Request>>> = {
  async registerUser(trial, request) {
    const { account } = await trial.guest()
    return { ...request, body: { ...request.body, email: account?.email } }
  },
  async updateTag(trial, request) {
    const { who } = request
    if (!who) throw new Error('nobody asks for the tag')
    const kind = kindOf(request.operation)
    const tag = await kind?.read(trial, who, await kind.make(trial, who))
    return { ...request, body: { name: (tag as { name?: unknown }).name } } // it is a tag as it was just read
  },
  async undoChange(trial, request) {
    const { who } = request
    if (!who) throw new Error('nobody asks for the undo')
    const { json, headers } = await trial.expect(plain(trial, 'createTask', who, { body: { title: trial.name() } }), 201)
    const rename = (): Request => plain(trial, 'patchTask', who, { params: { id: numberOf(json, 'id') }, body: { title: trial.name() } })
    await trial.expect(rename(), 200)
    await trial.expect(rename(), 200)
    const since = plain(trial, 'listChanges', who, {
      query: [
        ['since', headers.get('Sync-Cursor') ?? ''],
        ['mode', 'events'],
      ],
    })
    const { json: page } = await trial.expect(since, 200)
    return { ...request, body: { seq: numberOf(memberOf(memberOf(page, 'changes'), '0'), 'seq') } }
  },
}

const unauthenticated: Check = {
  title: '401 without a token, and with an invalid one',
  provokes: [401],
  applies: declares(401),
  async run(trial, operation) {
    const request = await prepare(trial, operation)
    if (operation.secured) {
      await trial.expect({ ...request, who: null }, 401)
      await trial.expect({ ...request, who: { id: 0, token: 'a.b.c', account: null } }, 401)
      return
    }
    const body = unknownCredentials[operation.id]?.(trial)
    if (!body) throw missing('unknownCredentials', operation)
    await trial.expect({ ...request, body }, 401)
  },
}

const forbidden: Check = {
  title: "403 on another user's path",
  provokes: [403],
  applies: declares(403),
  async run(trial, operation) {
    const request = await prepare(trial, operation)
    const others = [trial.second?.id ?? unusedId, 'nobody-of-that-name']
    for (const user_id of others) await trial.expect({ ...request, params: { ...request.params, user_id } }, 403)
  },
}

const notFound: Check = {
  title: '404 for an unknown id',
  provokes: [404],
  applies: declares(404),
  async run(trial, operation) {
    const request = await prepare(trial, operation)
    if (namesThing(operation)) await trial.expect({ ...request, params: { ...request.params, id: unusedId } }, 404)
    else await trial.expect({ ...request, body: batchRefusedWith(404, operation) }, 404)
  },
}

function batchRefusedWith(status: number, operation: Declared): Record<string, unknown> {
  const body = refusedBatches[status]
  if (!body || operation.countsEach === null) throw missing('refusedBatches', operation)
  return body
}

const conflict: Check = {
  title: '409 for a name that is taken',
  provokes: [409],
  // A client cannot reliably provoke a 409 for a request that is still running.
  applies: ({ answers }) => answers.has(409) && !['IdempotencyInFlight', 'MergeConflict'].includes(answers.get(409)?.shared ?? ''),
  async run(trial, operation) {
    // First, as a request that takes a link from a mail is skipped.
    const request = await prepare(trial, operation)
    const clashing = conflicts[operation.id]
    if (!clashing) throw missing('conflicts', operation)
    await trial.expect(await clashing(trial, request), 409)
  },
}

const stale: Check = {
  title: '412 if If-Match names another version, with nothing changed',
  provokes: [412],
  applies: (operation) => declares(412)(operation) && (takes(operation, 'If-Match') || operation.countsEach !== null),
  async run(trial, operation) {
    const request = await prepare(trial, operation)
    const kind = kindOf(operation)
    if (!kind || !request.who) return staleInBatch(trial, request)
    const id = numberOf(request.params, 'id')
    const before = await kind.read(trial, request.who, id)
    const { headers } = await trial.expect({ ...request, headers: { 'If-Match': '"no-version"' } }, 412)
    const now = await kind.read(trial, request.who, id)
    if (!isDeepStrictEqual(now, before)) throw new Fault('nothing changed by a failed request', JSON.stringify(now))
    // The ETag of the 412 must be accepted.
    await trial.expect({ ...request, headers: { 'If-Match': headers.get('ETag') ?? '' } }, operation.success)
  },
}

async function staleInBatch(trial: TestRun, request: Request): Promise<void> {
  if (request.operation.countsEach === null || !request.who) throw missing('staleInBatch', request.operation)
  const { json } = await trial.expect(plain(trial, 'createTask', request.who, { body: { title: trial.name() } }), 201)
  const operations = [{ operationId: 'patchTask', params: { id: numberOf(json, 'id') }, if_match: '"no-version"', body: { title: trial.name() } }]
  await trial.expect({ ...request, body: { operations } }, 412)
}

const excluded: Check = {
  title: '412 if If-None-Match excludes what exists, with nothing changed',
  provokes: [412],
  // A batch has no representation.
  applies: (operation) => declares(412)(operation) && operation.countsEach === null,
  async run(trial, operation) {
    const request = await prepare(trial, operation)
    const read = async (): Promise<unknown> =>
      namesThing(operation) && request.who ? kindOf(operation)?.read(trial, request.who, numberOf(request.params, 'id')) : null
    const before = await read()
    await trial.expect({ ...request, headers: { 'If-None-Match': '*' } }, 412)
    const now = await read()
    if (!isDeepStrictEqual(now, before)) throw new Fault('nothing changed by a failed request', JSON.stringify(now))
    await trial.expect({ ...request, headers: { 'If-None-Match': '"no-version"' } }, operation.success)
  },
}

const tooLarge: Check = {
  title: '413 for a body of more than 100 KB',
  provokes: [413],
  applies: declares(413),
  async run(trial, operation) {
    const request = await prepare(trial, operation)
    await trial.expect({ ...request, body: { ...request.body, padding: 'x'.repeat(102_400) } }, 413)
  },
}

const notAcceptable: Check = {
  title: '406 if the client accepts none of the media types',
  provokes: [406],
  applies: declares(406),
  async run(trial, operation) {
    await trial.expect({ ...(await prepare(trial, operation)), headers: { Accept: 'image/png' } }, 406)
  },
}

const mediaType: Check = {
  title: '415 for a body that is not JSON',
  provokes: [415],
  applies: declares(415),
  async run(trial, operation) {
    const request = await prepare(trial, operation)
    await trial.expect({ ...request, text: JSON.stringify(request.body), headers: { 'Content-Type': 'text/plain' } }, 415)
  },
}

const invalidBody: Check = {
  title: '400 for each invalid or missing field, named in the errors',
  provokes: [400],
  applies: takesBody,
  async run(trial, operation) {
    const { expectations } = trial
    const request = await prepare(trial, operation)
    for (const text of ['{', '[]', '7']) await trial.expect({ ...request, text }, 400)
    if (operation.body === 'required') await trial.expect({ ...request, body: undefined }, 400)
    const { fields, requiredFields } = operation
    for (const name of requiredFields) {
      requireNamed(await trial.expect({ ...request, body: without(request.body ?? {}, name) }, 400), 'pointer', `#/${name}`)
    }
    for (const [name, schema] of Object.entries(fields)) {
      const kept = withoutAlternatives(operation, request.body, name)
      const wrong = [[], {}, 7.5, true, 'x'].find((value) => expectations.faults(schema, value).length > 0)
      requireNamed(await trial.expect({ ...request, body: { ...kept, [name]: wrong } }, 400), 'pointer', `#/${name}`)
    }
  },
}

const invalidParameter: Check = {
  title: '400 for each invalid parameter, named in the errors',
  provokes: [400],
  applies: ({ parameters }) => parameters.some(isBounded),
  async run(trial, operation) {
    const request = await prepare(trial, operation)
    for (const parameter of operation.parameters.filter(isBounded)) {
      const wrong = wrongText(trial.expectations, parameter)
      const { name } = parameter
      const asked: Request = {
        path: { ...request, params: { ...request.params, [name]: wrong } },
        query: { ...request, query: [[name, wrong] satisfies [string, string]] },
        header: { ...request, headers: { [name]: wrong } },
      }[parameter.in]
      requireNamed(await trial.expect(asked, 400), parameter.in === 'header' ? 'header' : 'parameter', name)
    }
  },
}

// No schema can say whether the user in the path is the caller.
const isBounded = ({ name }: Declared['parameters'][number]): boolean => name !== 'user_id'

/** An invalid value for a parameter. */
function wrongText(expectations: Expectations, { name, schema }: Declared['parameters'][number]): string {
  const { type, items, maxLength = 0 } = expectations.follow(schema)
  if (type === 'array' && items) return wrongText(expectations, { name, in: 'query', schema: items })
  if (type !== 'string') return 'none of these'
  const wrong = ['none of these', 'x'.repeat(maxLength + 1)].find((text) => expectations.faults(schema, text).length > 0)
  if (wrong === undefined) throw new Fault(`a bound for the parameter ${name}`, 'a schema that accepts every string')
  return wrong
}

const missing = (table: string, { id }: Declared): Fault =>
  new Fault('a way to provoke it', `none: add ${id} to "${table}" in src/conformance/checks/refusals.ts`)

/** The error responses of an operation. */
export const refusals: Record<string, Check> = {
  'invalid-parameter': invalidParameter,
  'invalid-body': invalidBody,
  unauthenticated,
  forbidden,
  'not-found': notFound,
  conflict,
  stale,
  excluded,
  'too-large': tooLarge,
  'not-acceptable': notAcceptable,
  'media-type': mediaType,
}
