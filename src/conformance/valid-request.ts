import type { OperationId } from '../generated/operation-ids.ts'
import type { Declared } from './declared.ts'
import { numberOf } from './json.ts'
import { Fault } from './outcome.ts'
import type { Account } from './people.ts'

/** A request that will be carried out: what fills its path, and its body. */
export type ValidRequest = { params: { user_id: 'me'; id: number }; body: Record<string, unknown> | undefined }

/** The user that a request is made for, and how what the request needs is created. */
export type Requester = {
  /** A name that nothing else of theirs has. */
  name(): string
  /** Carries out an operation as them. @returns its JSON @throws where it is not carried out */
  carryOut(id: OperationId, request?: { params?: { id: number }; body?: Record<string, unknown> }): Promise<unknown>
  /** All that an operation lists of theirs. */
  list(id: OperationId): Promise<Record<string, unknown>[]>
  /** An account to sign in with. */
  account(): Promise<Pick<Account, 'email' | 'password' | 'refreshToken'>>
}

/** What `{id}` in a path can name, by the noun in front of it. */
export type Noun = 'tasks' | 'lists' | 'tags'

const creations: Record<Noun, (who: Requester) => Promise<number>> = {
  tasks: async (who) => numberOf(await who.carryOut('createTask', { body: { title: who.name() } }), 'id'),
  lists: async (who) => numberOf(await who.carryOut('createList', { body: { name: who.name() } }), 'id'),
  async tags(who) {
    const name = who.name()
    await who.carryOut('createTask', { body: { title: who.name(), tags: [name] } })
    const tag = (await who.list('listTags')).find((candidate) => candidate['name'] === name)
    if (!tag) throw new Fault(`the tag "${name}" of a new task among the tags`, 'none of that name')
    return numberOf(tag, 'id')
  },
}

const removals: Record<Noun, OperationId> = { tasks: 'deleteTask', lists: 'deleteList', tags: 'deleteTag' }

// What the trash holds is listed under nouns of its own.
const inTrash: Record<string, Noun> = { trash: 'tasks', 'deleted-lists': 'lists' }

const isNoun = (text: string): text is Noun => Object.hasOwn(creations, text)

/** The noun of an operation's path, such as tasks; an empty text for the account itself and for what is nobody's. */
export const segmentOf = ({ path }: Pick<Declared, 'path'>): string => /^\/api\/\{user_id\}\/([\w-]+)/.exec(path)?.[1] ?? ''

/** What a noun in a path stands for. @throws Fault for one that is new to the kit */
export function nounNamed(segment: string): Noun {
  const noun = inTrash[segment] ?? segment
  if (isNoun(noun)) return noun
  throw new Fault('a kind of thing that the kit knows', `"${segment}": add how one is created to "creations" in src/conformance/valid-request.ts`)
}

/** What the `{id}` in an operation's path names; null without one. */
export const nounOf = (operation: Pick<Declared, 'path'>): Noun | null => (operation.path.includes('{id}') ? nounNamed(segmentOf(operation)) : null)

/** Whether an operation is about what is in the trash. */
export const isOfTrash = ({ tag }: Pick<Declared, 'tag'>): boolean => tag === 'trash'

/** Operations after which their caller's tokens are refused. */
export const sessionEnding: readonly OperationId[] = ['deleteUser', 'logoutUser']

/** Creates a thing of somebody's. @returns its id */
export const create = (noun: Noun, who: Requester): Promise<number> => creations[noun](who)

/** Creates something that an operation lists or names: in the trash, where the operation is about that. @returns its id */
export async function createFor(operation: Declared, who: Requester): Promise<number> {
  const noun = nounNamed(segmentOf(operation))
  const id = await create(noun, who)
  if (isOfTrash(operation)) await who.carryOut(removals[noun], { params: { id } })
  return id
}

/** The fields of a body that only the deployment can give. */
const given: Partial<Record<OperationId, (who: Requester) => Promise<Record<string, unknown>>>> = {
  async loginUser(who) {
    const { email, password } = await who.account()
    return { email, password }
  },
  refreshSession: async (who) => ({ refresh_token: (await who.account()).refreshToken }),
}

/**
 * A request of an operation, made from the contract: with a new thing where its path names one, and with the body that the
 * contract shows first.
 * @param example another body that the contract shows
 */
export async function validRequest(operation: Declared, who: Requester, example = firstOf(operation)): Promise<ValidRequest> {
  const id = nounOf(operation) === null ? 0 : await createFor(operation, who)
  return { params: { user_id: 'me', id }, body: example && { ...example, ...(await given[operation.id]?.(who)) } }
}

const firstOf = ({ examples }: Declared): Record<string, unknown> | undefined => Object.values(examples)[0]

/** A body without what may not stand beside a field in it. */
export function withoutAlternatives({ alternatives }: Declared, body: ValidRequest['body'], field: string): Record<string, unknown> {
  const clashes = (name: string): boolean => alternatives.includes(field) && alternatives.includes(name)
  return Object.fromEntries(Object.entries(body ?? {}).filter(([name]) => !clashes(name)))
}
