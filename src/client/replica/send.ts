import { TaskpactProblem } from '../problem.ts'
import type { Taskpact } from '../taskpact.ts'
import { differences, following, haveSameTarget, operations, typeOf } from './changes.ts'
import type { Held, PendingChange, Resource } from './changes.ts'
import type { State } from './state.ts'

// A key is valid for 24 hours.
const keyValidMs = 23 * 3_600_000

/**
 * Sends a change, and takes over what the service has made of it. One that it does not make is held for a decision.
 * @throws what is no answer to the change: it waits on
 */
export async function send(api: Taskpact, state: State, change: PendingChange, signal: AbortSignal): Promise<void> {
  const how = operations[change.operation][1]
  if (how === 'create' && change.sent !== null && Date.now() - change.sent > keyValidMs) {
    hold(state, change, { reason: 'unknown', detail: 'It was sent a day ago, without a response.', errors: [], version: null })
    return
  }
  if (change.sent === null) {
    state.setChange(change.key, { ...change, sent: Date.now() })
    // Known after a crash too: from now on its key is of this request.
    await state.saved()
  }
  try {
    acknowledge(state, change, await request(api, state, change, signal))
  } catch (error) {
    if (!(error instanceof TaskpactProblem) || isUnrelated(error)) throw error
    if (how === 'delete' && error.status === 404) acknowledge(state, change, null)
    else if (how === 'delete' && error.status === 412) await compare(api, state, change, error)
    else hold(state, change, heldFor(error))
  }
}

/** Whether a problem says nothing of the change: the service is busy, a proxy responds, or nobody is signed in. */
const isUnrelated = ({ kind, status }: TaskpactProblem): boolean =>
  kind === null || status >= 500 || [401, 408, 429].includes(status) || kind === 'forbidden' || kind === 'request-in-flight'

/** @returns what the service has made; null for a deletion */
async function request(api: Taskpact, { meta }: State, { key, operation, id, body, seen }: PendingChange, signal: AbortSignal): Promise<Resource | null> {
  const how = operations[operation][1]
  const call = api[operation] as (input: object) => Promise<Resource | undefined> // as each of them is
  // With the user in its path, nobody else's token can send it.
  const user_id = String(meta.user ?? 'me')
  const made = await call({
    signal,
    params: how === 'create' ? { user_id } : { user_id, id },
    ...(['create', 'merge', 'move'].includes(how) && { body }),
    headers: { ...(how !== 'delete' && how !== 'move' && { 'Idempotency-Key': key }), ...(how === 'merge' && { Prefer: 'merge' }) },
    ...((how === 'merge' || how === 'delete') && seen && { ifMatch: seen }),
  })
  return made ?? null
}

/** Takes over what the service has made, also for the changes that wait. */
function acknowledge(state: State, change: PendingChange, made: Resource | null): void {
  const type = typeOf(change)
  state.setChange(change.key, null)
  if (made === null) {
    state.remove(type, change.id, change.seen?.version)
    return
  }
  state.put(type, made)
  if (made.id !== change.id) state.setId(change.id, made.id)
  for (const waiting of state.pending) {
    if (!haveSameTarget(waiting, { ...change, id: made.id })) continue
    const next = following(waiting, change, made)
    if (JSON.stringify(next) !== JSON.stringify(waiting)) state.setChange(waiting.key, next)
  }
}

function hold(state: State, change: PendingChange, held: Held): void {
  state.setChange(change.key, { ...change, held })
}

function heldFor({ status, kind, detail, errors, response }: TaskpactProblem): Held {
  const [, version] = /^"(\d+)"$/.exec(response.headers.get('ETag') ?? '') ?? []
  const reason = status === 404 ? 'deleted' : status === 412 || kind === 'merge-conflict' ? 'changed' : 'refused'
  return { reason, detail, errors, version: version === undefined ? null : Number(version) }
}

/** Compares a deletion with what others have made of the resource: the service merges none. */
async function compare(api: Taskpact, state: State, change: PendingChange, problem: TaskpactProblem): Promise<void> {
  const now = await currentOf(api, change)
  const errors = now ? differences(change, now) : []
  if (now === null) acknowledge(state, change, null)
  else if (errors.length > 0) hold(state, change, { ...heldFor(problem), errors, version: now.version })
  // Only what the service counts along has changed.
  else state.setChange(change.key, { ...change, seen: now })
}

async function currentOf(api: Taskpact, change: PendingChange): Promise<Resource | null> {
  const params = { id: change.id }
  try {
    if (typeOf(change) === 'task') return await api.getTask({ params })
    if (typeOf(change) === 'list') return await api.getList({ params })
    for await (const tag of api.each('listTags')) if (tag.id === change.id) return tag
    return null
  } catch (error) {
    if (error instanceof TaskpactProblem && error.status === 404 && error.kind !== null) return null
    throw error
  }
}
