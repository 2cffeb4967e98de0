import type { OperationId } from '../generated/operation-ids.ts'
import type { Declared } from './declared.ts'
import type { Request } from './http.ts'
import { isObject, without } from './json.ts'
import { pagesOf } from './pages.ts'
import type { TestUser } from './people.ts'
import type { TestRun } from './trial.ts'
import { create, createFor, nounNamed, nounOf, segmentOf } from './valid-request.ts'
import type { Noun, Requester } from './valid-request.ts'

/** What `{id}` in a path can name: how one comes about, and how it is looked at. */
export type Kind = {
  /** @returns its id */
  make(trial: TestRun, who: TestUser): Promise<number>
  /** As it is now; undefined where it is not found. */
  read(trial: TestRun, who: TestUser, id: number): Promise<unknown>
  /** Whether all of it can be removed for good, so that somebody's own account may hold one for a while. */
  removable: boolean
}

const kinds: Record<Noun, Omit<Kind, 'make'>> = {
  tasks: {
    read: (trial, who, id) => found(trial, 'getTask', who, id),
    removable: true,
  },
  lists: {
    read: (trial, who, id) => found(trial, 'getList', who, id),
    // Of the trash only all can be removed, and somebody's may hold more.
    removable: false,
  },
  tags: {
    read: async (trial, who, id) => withoutCounts((await pagesOf(trial, plain(trial, 'listTags', who))).flat().find((tag) => tag['id'] === id)),
    removable: true,
  },
}

/** What the `{id}` in an operation's path names; null without one. */
export function kindOf(operation: Declared): Kind | null {
  return nounOf(operation) === null ? null : kindNamed(segmentOf(operation))
}

/** What a noun in a path stands for. @throws Fault for one that is new to the kit */
export function kindNamed(segment: string): Kind {
  const noun = nounNamed(segment)
  return { ...kinds[noun], make: (trial, who) => create(noun, requesterFor(trial, who)) }
}

/** Makes something that an operation lists or takes: in the trash, where the operation is about that. @returns its id */
export const makeFor = (trial: TestRun, operation: Declared, who: TestUser): Promise<number> => createFor(operation, requesterFor(trial, who))

/** Somebody, with what they are given by the deployment under trial. */
export const requesterFor = (trial: TestRun, who: TestUser | null): Requester => ({
  name: () => trial.name(),
  async carryOut(id, request = {}) {
    const sent = plain(trial, id, who, request)
    return (await trial.expect(sent, sent.operation.success)).json
  },
  list: async (id) => (await pagesOf(trial, plain(trial, id, who))).flat().filter(isObject),
  async account() {
    const { account } = await trial.createUser()
    if (!account) throw new Error('a registration gave no account')
    return account
  },
})

/** A request of an operation that the kit makes for its own ends. */
export const plain = (trial: TestRun, id: OperationId, who: TestUser | null, parts: Partial<Request> = {}): Request => ({
  operation: trial.expectations.operation(id), who, params: {}, query: [], headers: {}, body: undefined, ...parts,
})

async function found(trial: TestRun, operation: OperationId, who: TestUser, id: number): Promise<unknown> {
  const { status, json } = await trial.expect(plain(trial, operation, who, { params: { id } }), 200, 404)
  return status === 200 ? json : undefined
}

// An answer to a change of it does not have them.
const withoutCounts = (tag: object | undefined): unknown => tag && without(tag, 'task_count', 'open_count')
