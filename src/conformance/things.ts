import type { OperationId } from '../generated/operation-ids.ts'
import type { Declared } from './declared.ts'
import type { Request } from './http.ts'
import { without } from './json.ts'
import { isObject } from '../json.ts'
import { pagesOf } from './pages.ts'
import type { TestUser } from './people.ts'
import { Skipped } from './outcome.ts'
import type { TestRun } from './trial.ts'
import { create, createFor, nounNamed, nounOf, segmentOf } from './valid-request.ts'
import type { Noun, Requester } from './valid-request.ts'

/** What `{id}` in a path can identify: how to create it, and how to read it. */
export type Kind = {
  /** @returns its id */
  make(trial: TestRun, who: TestUser): Promise<number>
  /** Its current state; undefined if it is not found. */
  read(trial: TestRun, who: TestUser, id: number): Promise<unknown>
  /** Whether it can be permanently deleted, so that the kit may create it in a user's own account. */
  removable: boolean
}

const kinds: Record<Noun, Omit<Kind, 'make'>> = {
  'tasks': {
    read: (trial, who, id) => found(trial, 'getTask', who, id),
    removable: true,
  },
  'lists': {
    read: (trial, who, id) => found(trial, 'getList', who, id),
    // Only the whole trash can be emptied, and it may hold more than the kit put there.
    removable: false,
  },
  'tags': {
    read: async (trial, who, id) => withoutCounts((await pagesOf(trial, plain(trial, 'listTags', who))).flat().find((tag) => tag['id'] === id)),
    removable: true,
  },
  'webhooks': {
    read: (trial, who, id) => found(trial, 'getWebhook', who, id),
    // Its deliveries are kept for a while.
    removable: false,
  },
  'webhook-deliveries': {
    read: (trial, who, id) => found(trial, 'getWebhookDelivery', who, id),
    removable: false,
  },
  'tokens': {
    read: async (trial, who, id) => (await pagesOf(trial, plain(trial, 'listTokens', who))).flat().find((token) => token['id'] === id),
    // Only the kit's own accounts are left without a trace.
    removable: false,
  },
  'sessions': {
    read: async (trial, who, id) => (await pagesOf(trial, plain(trial, 'listSessions', who))).flat().find((session) => session['id'] === id),
    // They are made by logging in, which takes an account of the kit.
    removable: false,
  },
}

/** What the `{id}` in an operation's path identifies; null without one. */
export function kindOf(operation: Declared): Kind | null {
  return nounOf(operation) === null ? null : kindNamed(segmentOf(operation))
}

/** The kind of a path segment. @throws Fault for an unknown one */
export function kindNamed(segment: string): Kind {
  const noun = nounNamed(segment)
  return { ...kinds[noun], make: (trial, who) => create(noun, requesterFor(trial, who)) }
}

/** Creates what an operation lists or takes, in the trash if the operation is about the trash. @returns its id */
export const makeFor = (trial: TestRun, operation: Declared, who: TestUser): Promise<number> => createFor(operation, requesterFor(trial, who))

const inMail = (): Promise<never> => Promise.reject(new Skipped('it takes a link from a mail'))

/** A user of the deployment that is checked. */
export const requesterFor = (trial: TestRun, who: TestUser | null): Requester => ({
  name: () => trial.name(),
  async carryOut(id, request = {}) {
    const sent = plain(trial, id, who, request)
    return (await trial.expect(sent, sent.operation.success)).json
  },
  list: async (id) => (await pagesOf(trial, plain(trial, id, who))).flat().filter(isObject),
  async account() {
    const account = who?.account ?? (await trial.createUser()).account
    if (!account) throw new Error('a registration gave no account')
    return account
  },
  resetToken: inMail,
  verificationToken: inMail,
})

/** A request that the kit sends for its own purposes. */
export const plain = (trial: TestRun, id: OperationId, who: TestUser | null, parts: Partial<Request> = {}): Request => ({
  operation: trial.expectations.operation(id),
  who,
  params: {},
  query: [],
  headers: {},
  body: undefined,
  ...parts,
})

async function found(trial: TestRun, operation: OperationId, who: TestUser, id: number): Promise<unknown> {
  const { status, json } = await trial.expect(plain(trial, operation, who, { params: { id } }), 200, 404)
  return status === 200 ? json : undefined
}

// The response to a change does not have them.
const withoutCounts = (tag: object | undefined): unknown => tag && without(tag, 'task_count', 'open_count')
