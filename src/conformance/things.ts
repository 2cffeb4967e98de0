import type { OperationId } from '../generated/operations.ts'
import type { Declared } from './declared.ts'
import type { Request } from './http.ts'
import { numberOf, without } from './json.ts'
import { Fault } from './outcome.ts'
import { pagesOf } from './pages.ts'
import type { Person } from './people.ts'
import type { Trial } from './trial.ts'

/** What `{id}` in a path can be of: how one comes about, and how it is looked at. */
export type Kind = {
  /** @returns its id */
  make(trial: Trial, who: Person): Promise<number>
  /** As it is now; undefined where it is not found. */
  read(trial: Trial, who: Person, id: number): Promise<unknown>
  remove: OperationId
  /** Whether all of it can be removed for good, so that somebody's own account may hold one for a while. */
  removable: boolean
}

/** The kinds of things by the first segment of their paths behind the user's. */
const kinds: Record<string, Kind> = {
  tasks: {
    make: async (trial, who) => made(trial, 'createTask', who, { title: trial.name() }),
    read: (trial, who, id) => found(trial, 'getTask', who, id),
    remove: 'deleteTask',
    removable: true,
  },
  lists: {
    make: (trial, who) => made(trial, 'createList', who, { name: trial.name() }),
    read: (trial, who, id) => found(trial, 'getList', who, id),
    remove: 'deleteList',
    // Of the trash only all can be removed, and somebody's may hold more.
    removable: false,
  },
  tags: {
    make: makeTag,
    read: async (trial, who, id) => withoutCounts((await tagsOf(trial, who)).find((tag) => tag['id'] === id)),
    remove: 'deleteTag',
    removable: true,
  },
}

/** What is listed under nouns of the trash's own. */
const inTrash: Record<string, string> = { trash: 'tasks', 'deleted-lists': 'lists' }

/** The noun of an operation's path, such as tasks; an empty one for the account itself and for what is nobody's. */
export const nounOf = ({ path }: Declared): string => /^\/api\/\{user_id\}\/([\w-]+)/.exec(path)?.[1] ?? ''

/** What the `{id}` in an operation's path is of; null without one. */
export function kindOf(operation: Declared): Kind | null {
  return operation.path.includes('{id}') ? kindNamed(nounOf(operation)) : null
}

/** What a noun in a path stands for. @throws Fault for one that is new to the kit */
export function kindNamed(noun: string): Kind {
  const kind = kinds[inTrash[noun] ?? noun]
  if (kind) return kind
  throw new Fault('a kind of thing that the kit knows', `"${noun}": add how one is made to "kinds" in src/conformance/things.ts`)
}

/** Whether an operation is about what is in the trash. */
export const isOfTrash = ({ tag }: Declared): boolean => tag === 'trash'

/** Makes something that an operation lists or takes: in the trash, where the operation is about that. @returns its id */
export async function makeFor(trial: Trial, operation: Declared, who: Person): Promise<number> {
  const kind = kindNamed(nounOf(operation))
  const id = await kind.make(trial, who)
  if (isOfTrash(operation)) await trial.expect(plain(trial, kind.remove, who, { params: { id } }), 204)
  return id
}

/** A request of an operation that the kit makes for its own ends. */
export const plain = (trial: Trial, id: OperationId, who: Person | null, parts: Partial<Request> = {}): Request => ({
  operation: trial.expectations.operation(id), who, params: {}, query: [], headers: {}, body: undefined, ...parts,
})

async function made(trial: Trial, operation: OperationId, who: Person, body: Record<string, unknown>): Promise<number> {
  return numberOf((await trial.expect(plain(trial, operation, who, { body }), 201)).json, 'id')
}

async function found(trial: Trial, operation: OperationId, who: Person, id: number): Promise<unknown> {
  const { status, json } = await trial.expect(plain(trial, operation, who, { params: { id } }), 200, 404)
  return status === 200 ? json : undefined
}

async function makeTag(trial: Trial, who: Person): Promise<number> {
  const name = trial.name()
  await made(trial, 'createTask', who, { title: trial.name(), tags: [name] })
  const tag = (await tagsOf(trial, who)).find((candidate) => candidate['name'] === name)
  if (!tag) throw new Fault(`the tag "${name}" of a new task among the tags`, 'none of that name')
  return numberOf(tag, 'id')
}

const tagsOf = async (trial: Trial, who: Person): Promise<Record<string, unknown>[]> => (await pagesOf(trial, plain(trial, 'listTags', who))).flat()

// An answer to a change of it does not have them.
const withoutCounts = (tag: object | undefined): unknown => tag && without(tag, 'task_count', 'open_count')
