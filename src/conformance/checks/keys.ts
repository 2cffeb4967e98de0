import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { takes } from '../check.ts'
import type { Check } from '../check.ts'
import type { Declared } from '../declared.ts'
import type { Request } from '../http.ts'
import { Fault } from '../outcome.ts'
import { prepare } from '../requests.ts'
import { plain } from '../things.ts'
import { endsSession } from '../valid-request.ts'

const takesKey = (operation: Declared): boolean => takes(operation, 'Idempotency-Key')
const keyed = (request: Request, key: string): Request => ({ ...request, headers: { 'Idempotency-Key': key } })

const replay: Check = {
  title: 'the same request with the same Idempotency-Key gets the first response again',
  provokes: [],
  // After a log-out, the replay would get 401.
  applies: (operation) => takesKey(operation) && !endsSession(operation),
  async run(trial, operation) {
    const request = keyed(await prepare(trial, operation), randomUUID())
    const first = await trial.expect(request, operation.success)
    const again = await trial.expect(request, operation.success)
    const marks = [first, again].map(({ headers }) => headers.get('Idempotency-Replayed') ?? 'nothing')
    if (!isDeepStrictEqual(again.json, first.json)) throw new Fault(`the first response, ${first.text}`, again.text)
    if (!isDeepStrictEqual(marks, ['nothing', 'true'])) throw new Fault('Idempotency-Replayed: true only on the second response', marks.join(' and then '))
  },
}

const parallel: Check = {
  title: 'of four concurrent requests with the same Idempotency-Key, one is executed',
  provokes: [],
  applies: (operation) => takesKey(operation) && operation.success === 201,
  async run(trial, operation) {
    const request = keyed(await prepare(trial, operation), randomUUID())
    const answers = await Promise.all(Array.from({ length: 4 }, () => trial.expect(request, 201, 409)))
    const created = answers.filter(({ status }) => status === 201)
    const bodies = new Set(created.map(({ text }) => text))
    if (bodies.size !== 1) throw new Fault('one resource created', `${bodies.size}`)
    const fresh = created.filter(({ headers }) => headers.get('Idempotency-Replayed') === null)
    if (fresh.length !== 1) throw new Fault('one response that is not a replay', `${fresh.length}`)
  },
}

const mismatch: Check = {
  title: '422 for an Idempotency-Key that was used for another request',
  provokes: [422],
  applies: ({ statuses }) => statuses.includes(422),
  async run(trial, operation) {
    const [key, request] = [randomUUID(), await prepare(trial, operation)]
    if (request.who) await trial.expect(keyed(plain(trial, 'createTask', request.who, { body: { title: trial.name() } }), key), 201)
    else await trial.expect(keyed(request, key), operation.success)
    // Strangers share no keys, so the other request is for the same account.
    const other = request.who ? request : { ...request, body: { ...request.body, 'x-more': trial.name() } }
    await trial.expect(keyed(other, key), 422)
  },
}

/** The promises of an operation with an Idempotency-Key. */
export const keys: Record<string, Check> = { replay, parallel, mismatch }
